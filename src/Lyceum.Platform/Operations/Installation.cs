using Lyceum.Platform.Database;
using Npgsql;

namespace Lyceum.Platform.Operations;

/// <summary>Which school a command means: its data folder and its database.</summary>
/// <param name="Paths">Where its files are.</param>
/// <param name="Configured">Database addresses of the environment; null when it has a private cluster.</param>
public sealed record Installation(ClusterPaths Paths, ConnectionStrings? Configured)
{
    /// <summary>The default port of the first address; content is served on the next.</summary>
    public const int DefaultPort = 8080;

    /// <summary>The port of a command that names none: <c>LYCEUM_PORT</c>, as a unit file or a container sets it, or the default. Words that are no number are 0, which is refused.</summary>
    public static int PortWhenNotTold => Environment.GetEnvironmentVariable("LYCEUM_PORT") is not { Length: > 0 } told ? DefaultPort
        : int.TryParse(told, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : 0;

    /// <summary>Whether the database is Lyceum's own, in the data folder.</summary>
    public bool HasPrivateCluster => Configured is null;

    /// <summary>
    /// What is typed to confirm a destructive operation: <c>LYCEUM_ENVIRONMENT</c>, or the database and its host, or <c>local</c>.
    /// </summary>
    public string EnvironmentName => Environment.GetEnvironmentVariable("LYCEUM_ENVIRONMENT") is { Length: > 0 } name ? name
        : Configured is { } own && new NpgsqlConnectionStringBuilder(own.App) is var target ? $"{target.Database}@{target.Host}"
        : "local";

    /// <summary>From <c>--data</c> and the environment.</summary>
    /// <exception cref="ClusterRefusal">A database address cannot be read.</exception>
    public static Installation Resolve(string? data = null) =>
        new(ClusterPaths.Resolve(data), ConnectionStrings.FromEnvironment(Environment.GetEnvironmentVariable));
}
