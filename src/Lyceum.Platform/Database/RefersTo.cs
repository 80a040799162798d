using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lyceum.Platform.Database;

/// <summary>Foreign keys without navigations.</summary>
public static class References
{
    /// <summary>
    /// Tells EF of a foreign key the migration has made, so that rows made in one act are inserted in an order the key allows. No navigation, no cascade:
    /// rooms join by id.
    /// </summary>
    public static EntityTypeBuilder<T> RefersTo<T, TOther>(this EntityTypeBuilder<T> entity, Expression<Func<T, object?>> key) where T : class where TOther : class
    {
        entity.HasOne<TOther>().WithMany().HasForeignKey(key).OnDelete(DeleteBehavior.NoAction);
        return entity;
    }
}
