using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Settings;
using Npgsql;

namespace Lyceum.Platform.Operations;

/// <summary><c>lyceum config validate</c> and the checks of Platform's own settings.</summary>
internal static class ConfigOperations
{
    public static void Contribute(Contributions add)
    {
        add.ConfigurationCheck(new ConfigurationCheck("data folder", DataFolder));
        add.ConfigurationCheck(new ConfigurationCheck("database", Database));
        add.ConfigurationCheck(new ConfigurationCheck("files", Files));
        add.ConfigurationCheck(new ConfigurationCheck("settings", Settings));
        add.Operation(new Operation { Id = "config.validate", Title = "Check the settings without starting the school", Risk = Risk.Read, Requirements = ["DP-01"], Body = Validate });
    }

    private static async Task<OperationOutcome> Validate(OperationRun run)
    {
        var found = new List<(string Name, Finding Finding)>();
        foreach (var check in run.House.Contributions.ConfigurationChecks)
        {
            try
            {
                found.Add((check.Name, await check.Look(run)));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                found.Add((check.Name, new Finding(Verdict.Fail, e.Message)));
            }
        }
        var (failed, warned) = (found.Count(f => f.Finding.Verdict == Verdict.Fail), found.Count(f => f.Finding.Verdict == Verdict.Warn));
        var outcome = failed > 0 ? OperationOutcome.Fail("ops.config.invalid", $"{failed} of {found.Count} checks failed", "lyceum help up")
            : warned > 0 ? OperationOutcome.Warn($"{warned} of {found.Count} checks want attention", "lyceum up")
            : OperationOutcome.Ok($"{found.Count} checks passed", "lyceum up");
        return outcome with
        {
            Details = [.. found.Select(f => $"{OutcomeWriter.Word(f.Finding.Verdict),-4}  {f.Name}: {f.Finding.Text}")],
            Data = found.Select(f => new { f.Name, verdict = OutcomeWriter.Word(f.Finding.Verdict), f.Finding.Text }),
        };
    }

    private static Task<Finding> DataFolder(OperationRun run)
    {
        var data = run.Installation.Paths.Data;
        if (!Directory.Exists(data)) return Task.FromResult(new Finding(Verdict.Ok, $"{data} will be made at the first start"));
        var free = new DriveInfo(data).AvailableFreeSpace / (1024L * 1024 * 1024);
        return Task.FromResult(new Finding(free < 2 ? Verdict.Warn : Verdict.Ok, $"{data}, {free} GiB free (at least 2 wanted)"));
    }

    /// <summary>The variables that overrule the school's own settings; a value is never repeated.</summary>
    private static Task<Finding> Settings(OperationRun run)
    {
        var wrong = SchoolSettings.Wrong(run.House, Environment.GetEnvironmentVariable).ToList();
        if (wrong.Count > 0) return Task.FromResult(new Finding(Verdict.Fail, string.Join(' ', wrong)));
        var set = run.House.Contributions.Settings.SelectMany(s => (string[])[s.Variable, s.Variable + "_FILE"]).Where(v => Environment.GetEnvironmentVariable(v) is { Length: > 0 }).ToList();
        return Task.FromResult(new Finding(Verdict.Ok, set.Count == 0 ? "none from the environment" : "from the environment: " + string.Join(", ", set)));
    }

    private static async Task<Finding> Files(OperationRun run)
    {
        var settings = FileSettings.From(Environment.GetEnvironmentVariable);
        if (settings.S3 is not { } s3) return new Finding(Verdict.Ok, $"on disk, {new DataFolder(run.Installation.Paths.Data).Files}");
        using var bucket = new S3Bucket(s3);
        await bucket.List(null, 1, run.Ct);   // what it throws says which server, and what that said
        var which = settings.OnS3 ? $"in {s3.Address}" : $"on disk; {s3.Address} is read too";
        return s3.InTheClear ? new Finding(Verdict.Warn, $"{which}, which answers over http: what is sent can be read on the way") : new Finding(Verdict.Ok, $"{which}, which answers");
    }

    private static async Task<Finding> Database(OperationRun run)
    {
        if (run.Installation.HasPrivateCluster && !File.Exists(Path.Combine(run.Installation.Paths.Cluster, "PG_VERSION")))
            return new Finding(Verdict.Ok, $"a private one will be made with PostgreSQL {PostgresPrograms.Find().Major}");

        var addresses = await run.Database();
        var app = await Look(addresses.App, run.Ct);
        _ = await Look(addresses.Owner, run.Ct);
        _ = await Look(addresses.ReadOnly, run.Ct);
        if (app.Version < PostgresPrograms.Oldest) return new Finding(Verdict.Fail, $"PostgreSQL {app.Version} is too old, {PostgresPrograms.Oldest} is the least");
        if (app.Superuser) return new Finding(Verdict.Warn, $"the application signs in as {addresses.Roles.App}, a superuser: append-only tables are not protected from it");
        if (addresses.Roles.App == addresses.Roles.Owner) return new Finding(Verdict.Warn, "the application signs in as the owner: set DATABASE_OWNER_URL and a second role");
        return new Finding(Verdict.Ok, $"PostgreSQL {app.Version}, roles {addresses.Roles.Owner}, {addresses.Roles.App}, {addresses.Roles.ReadOnly} sign in");
    }

    private static async Task<(int Version, bool Superuser)> Look(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", connection);
        return (connection.PostgreSqlVersion.Major, await command.ExecuteScalarAsync(ct) is true);
    }
}
