using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Lyceum.Platform.Database;

/// <summary>Columns are snake_case, also in records read by <c>SqlQuery&lt;T&gt;</c>, which never pass through OnModelCreating.</summary>
internal sealed class SnakeCaseColumns : IPropertyAddedConvention
{
    public void ProcessPropertyAdded(IConventionPropertyBuilder propertyBuilder, IConventionContext<IConventionPropertyBuilder> context) =>
        propertyBuilder.HasColumnName(SnakeCase.Of(propertyBuilder.Metadata.Name));
}
