using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>Whether a migration has been applied.</summary>
/// <param name="Id"><c>academics/0010_courses</c>.</param>
/// <param name="AppliedAt">When (UTC); null if it is pending.</param>
/// <param name="Drifted">Applied, but its text has been changed since.</param>
/// <param name="Known">Whether this version of Lyceum has the file.</param>
public sealed record MigrationStatus(string Id, DateTimeOffset? AppliedAt, bool Drifted, bool Known);

/// <summary>
/// Applies the numbered SQL files of all modules in stair order and takes them back in the reverse of the order applied.
/// One process at a time (advisory lock); each file in a transaction of its own together with its row in <c>platform.schema_migrations</c>.
/// </summary>
public sealed class Migrator
{
    private readonly IReadOnlyList<MigrationFile> files;
    private readonly string connectionString;
    private readonly RolesOfDatabase roles;

    /// <summary>For the modules of a house and the owner's connection.</summary>
    public Migrator(House house, ConnectionStrings connections) : this(MigrationFile.Of(house), connections) { }

    internal Migrator(IReadOnlyList<MigrationFile> files, ConnectionStrings connections)
    {
        this.files = files;
        roles = connections.Roles;
        // Not pooled: session settings and the advisory lock end with the connection.
        connectionString = new NpgsqlConnectionStringBuilder(connections.Owner) { Pooling = false, CommandTimeout = 0, IncludeErrorDetail = true, ApplicationName = "lyceum migrate" }.ConnectionString;
    }

    /// <summary>Every migration known to this version or to the database, applied ones first in the order of application.</summary>
    public async Task<IReadOnlyList<MigrationStatus>> Status(CancellationToken ct = default)
    {
        await using var session = await MigrationSession.Open(connectionString, roles, exclusive: false, ct);
        var applied = await session.Applied(ct);
        var byId = files.ToDictionary(f => f.Id, StringComparer.Ordinal);
        var done = applied.Select(a => byId.TryGetValue(a.Id, out var file)
            ? new MigrationStatus(a.Id, a.At, Drifted: file.Sha256 != a.Sha256, Known: true)
            : new MigrationStatus(a.Id, a.At, Drifted: false, Known: false));
        return [.. done, .. Pending(applied).Select(f => new MigrationStatus(f.Id, null, Drifted: false, Known: true))];
    }

    /// <summary>What <see cref="Up"/> would apply, in order.</summary>
    public async Task<IReadOnlyList<MigrationFile>> Plan(CancellationToken ct = default)
    {
        await using var session = await MigrationSession.Open(connectionString, roles, exclusive: false, ct);
        return Pending(await session.Applied(ct));
    }

    /// <summary>Applies everything pending and returns it; empty when the database is up to date.</summary>
    /// <exception cref="MigrationRefusal">Drift, a lock that is held, or a failing statement; files before it stay applied.</exception>
    public async Task<IReadOnlyList<MigrationFile>> Up(CancellationToken ct = default, Action<string>? progress = null)
    {
        await using var session = await MigrationSession.Open(connectionString, roles, exclusive: true, ct);
        await session.EnsureTable(ct);
        var applied = await session.Applied(ct);
        RefuseDrift(applied);
        var pending = Pending(applied);
        foreach (var file in pending)
        {
            progress?.Invoke($"migration {file.Id}");
            await session.Apply(file, ct);
        }
        return pending;
    }

    /// <summary>Takes back the last <paramref name="count"/> migrations, newest first, and returns their ids.</summary>
    public Task<IReadOnlyList<string>> Down(int count, CancellationToken ct = default, Action<string>? progress = null) =>
        TakeBack(applied => applied.Count - count, ct, progress);

    /// <summary>Takes back everything applied after <paramref name="id"/>, which itself stays.</summary>
    /// <exception cref="MigrationRefusal">That migration is not applied.</exception>
    public Task<IReadOnlyList<string>> Down(string id, CancellationToken ct = default, Action<string>? progress = null) => TakeBack(applied =>
    {
        var last = applied.ToList().FindIndex(a => a.Id == id);
        return last >= 0 ? last + 1 : throw new MigrationRefusal(MigrationRefusal.Unknown, $"{id} is not applied, so there is nothing after it.");
    }, ct, progress);

    private async Task<IReadOnlyList<string>> TakeBack(Func<IReadOnlyList<AppliedMigration>, int> keep, CancellationToken ct, Action<string>? progress)
    {
        await using var session = await MigrationSession.Open(connectionString, roles, exclusive: true, ct);
        var applied = await session.Applied(ct);
        RefuseDrift(applied);
        var back = applied.Skip(Math.Max(keep(applied), 0)).Reverse().ToList();
        var left = applied.Select(a => a.Module).ToList();
        // Looked up before the first is taken back: half a way back is worse than none.
        var plan = back.Select(a => files.SingleOrDefault(f => f.Id == a.Id)
            ?? throw new MigrationRefusal(MigrationRefusal.Unknown, $"{a.Id} is not part of this version of Lyceum, so there is nothing to take it back with.")).ToList();
        foreach (var file in plan)
        {
            progress?.Invoke($"taking back {file.Id}");
            left.Remove(file.Module);
            await session.TakeBack(file, lastOfModule: !left.Contains(file.Module), ct);
        }
        return [.. plan.Select(f => f.Id)];
    }

    private List<MigrationFile> Pending(IReadOnlyList<AppliedMigration> applied) => [.. files.ExceptBy(applied.Select(a => a.Id), f => f.Id, StringComparer.Ordinal)];

    private void RefuseDrift(IReadOnlyList<AppliedMigration> applied)
    {
        var changed = files.Where(f => applied.Any(a => a.Id == f.Id && a.Sha256 != f.Sha256)).Select(f => f.Id).ToList();
        if (changed.Count > 0)
            throw new MigrationRefusal(MigrationRefusal.Drift, $"{string.Join(", ", changed)} was changed after it had been applied; put the old text back and write a new file.");
    }
}
