using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>
/// The one database context, assembled from the mappings of the modules: one connection, one transaction, real foreign keys down the
/// stair, one PostgreSQL schema per module. Modules add their sets as extension properties (<c>db.Courses</c>).
/// </summary>
public sealed class LyceumDb(DbContextOptions<LyceumDb> options, House house) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var (_, map) in house.Contributions.Mappings) map(modelBuilder);
        // After all maps: ToTable("x") names no schema and takes one set earlier away again.
        var rooms = house.Modules.GroupBy(m => m.GetType().Assembly).ToDictionary(g => g.Key, g => g.First().Name);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            if (entity.GetTableName() is not null && entity.GetSchema() is null && rooms.TryGetValue(entity.ClrType.Assembly, out var room)) entity.SetSchema(room);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties()) Settle(property);
            foreach (var complex in entity.GetComplexProperties())
                foreach (var property in complex.ComplexType.GetProperties()) property.SetColumnName(SnakeCase.Of(complex.Name) + "_" + SnakeCase.Of(property.Name));
        }
    }

    internal static TBuilder Options<TBuilder>(TBuilder options, NpgsqlDataSource database) where TBuilder : DbContextOptionsBuilder
    {
        options.UseNpgsql(database)
            .ReplaceService<IProviderConventionSetBuilder, HouseConventions>()
            .AddInterceptors(new ForUpdateInterceptor());
        return options;
    }

    private static void Settle(IMutableProperty property)
    {
        if (property is { Name: "Version", ClrType: var type } && type == typeof(int)) property.IsConcurrencyToken = true;
        // Ids are made by us (UUIDv7): EF must not wait for the database to say them.
        if (property.IsPrimaryKey() && property.ClrType == typeof(Guid)) property.ValueGenerated = ValueGenerated.Never;
    }

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // version counts changes of the row and guards against lost updates; not xmin, which changes when a backup is restored.
        foreach (var entry in ChangeTracker.Entries())
            if (entry.State == EntityState.Modified && entry.Metadata.FindProperty("Version") is { } version)
                entry.Property(version.Name).CurrentValue = (int)entry.Property(version.Name).OriginalValue! + 1;
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
