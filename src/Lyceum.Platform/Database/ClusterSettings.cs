using System.Globalization;

namespace Lyceum.Platform.Database;

/// <summary>The part of <c>postgresql.conf</c> that Lyceum writes anew at each start: a machine can gain memory, a folder can move.</summary>
/// <param name="ForTests">Gives up durability for speed. A test's data is not worth a disk flush; a school's is.</param>
public sealed record ClusterSettings(bool ForTests = false)
{
    internal const string FileName = "lyceum.conf";

    internal string Render(string sockets, long memoryBytes)
    {
        // The application shares the machine, so an eighth and not the customary quarter.
        var mib = memoryBytes / (1024 * 1024);
        var shared = Math.Clamp(mib / 8, 64, 4096);
        string[] lines =
        [
            "# Written by lyceum at every start; put your own settings into postgresql.conf below the include.",
            "listen_addresses = ''",
            $"unix_socket_directories = '{sockets.Replace("'", "''", StringComparison.Ordinal)}'",
            "unix_socket_permissions = 0700",
            "password_encryption = 'scram-sha-256'",
            Number("max_connections", ForTests ? 300 : 100),
            Size("shared_buffers", ForTests ? Math.Min(shared, 256) : shared),
            Size("effective_cache_size", Math.Max(mib / 2, 256)),
            Size("work_mem", Math.Clamp(mib / 512, 4, 32)),
            Size("maintenance_work_mem", Math.Clamp(mib / 16, 64, 1024)),
            "max_wal_size = '2GB'",
            "wal_compression = on",
            "random_page_cost = 1.1",
            // Compiling a plan takes longer than running the short queries of a page.
            "jit = off",
            "idle_in_transaction_session_timeout = '60s'",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "logging_collector = on",
            "log_directory = 'log'",
            "log_filename = 'postgresql-%a.log'",
            "log_truncate_on_rotation = on",
            "log_rotation_age = '1d'",
            "log_line_prefix = '%m [%p] %a '",
            .. ForTests ? (string[])["fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum_naptime = '10min'"] : [],
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Number(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value}");

    private static string Size(string name, long mib) => string.Create(CultureInfo.InvariantCulture, $"{name} = '{mib}MB'");
}
