using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>A role the school made for itself: a name and a set of permissions with their reach.</summary>
public sealed class SchoolRole
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Lower-case word by which assignments name it; never a built-in one, never changed.</summary>
    public required string Key { get; init; }
    public required LocalizedName Name { get; set; }

    /// <summary>An archived role gives nothing any more and cannot be given.</summary>
    public DateTimeOffset? ArchivedAt { get; internal set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<SchoolRole>(e =>
        {
            e.ToTable("roles");
            e.Property(x => x.Name).IsLocalized();
        });
        model.Entity<RolePermission>(e =>
        {
            e.ToTable("role_permissions");
            e.RefersTo<RolePermission, SchoolRole>(x => x.RoleId);
            e.Property(x => x.Reach).HasConversion<LowerCase<Reach>>();
        });
    }
}

/// <summary>One permission of a school's role.</summary>
public sealed class RolePermission
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid RoleId { get; init; }
    public required string Permission { get; init; }
    public Reach Reach { get; set; }
}
