using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Conventions;

namespace Lyceum.Platform.Database;

/// <summary>Columns are snake_case.</summary>
internal sealed class SnakeCaseColumns : IPropertyAddedConvention
{
    public void ProcessPropertyAdded(IConventionPropertyBuilder propertyBuilder, IConventionContext<IConventionPropertyBuilder> context) =>
        propertyBuilder.HasColumnName(SnakeCase.Of(propertyBuilder.Metadata.Name));
}

/// <summary>
/// Brings <see cref="SnakeCaseColumns"/> by replacing the builder of the convention set: the records that <c>SqlQuery&lt;T&gt;</c> reads are mapped
/// from this set alone and never see the context's ConfigureConventions.
/// </summary>
#pragma warning disable EF1001 // the provider's options are needed only to hand them to its own base class
internal sealed class HouseConventions(ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relational, IRelationalTypeMappingSource types, INpgsqlSingletonOptions npgsql)
    : NpgsqlConventionSetBuilder(dependencies, relational, types, npgsql)
{
    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();
        conventions.Add(new SnakeCaseColumns());
        return conventions;
    }
}
#pragma warning restore EF1001
