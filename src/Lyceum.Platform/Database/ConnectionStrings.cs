using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>How the three roles reach one database, as Npgsql connection strings.</summary>
/// <param name="Owner">For migrations only.</param>
/// <param name="App">For everything the application does.</param>
/// <param name="ReadOnly">For reads that must not be able to write; the same as <paramref name="App"/> if none was configured.</param>
public sealed record ConnectionStrings(string Owner, string App, string ReadOnly)
{
    /// <summary>The name of the database in a private cluster.</summary>
    public const string DatabaseName = "lyceum";

    /// <summary>
    /// How many statements a connection keeps prepared. Planning a six-way join costs more than running it: course home went from 504 to 1,949 req/s (ADR 0050).
    /// A pooler in front of PostgreSQL that cannot carry prepared statements needs <c>?Max Auto Prepare=0</c> in <c>DATABASE_URL</c>.
    /// </summary>
    private const int PreparedStatements = 100;

    /// <summary>The role names these strings sign in with.</summary>
    public RolesOfDatabase Roles => new(UserOf(Owner), UserOf(App), UserOf(ReadOnly));

    /// <summary>
    /// From <c>DATABASE_URL</c>, <c>DATABASE_OWNER_URL</c> and <c>DATABASE_READONLY_URL</c> (the latter two default to the first);
    /// null when <c>DATABASE_URL</c> is not set, which means: a private cluster.
    /// </summary>
    /// <exception cref="ClusterRefusal">One of them is not a database address.</exception>
    public static ConnectionStrings? FromEnvironment(Func<string, string?> setting)
    {
        if (setting("DATABASE_URL") is not { Length: > 0 } app) return null;
        var owner = setting("DATABASE_OWNER_URL") is { Length: > 0 } o ? o : app;
        var readOnly = setting("DATABASE_READONLY_URL") is { Length: > 0 } r ? r : app;
        return new(Parse("DATABASE_OWNER_URL", owner), Parse("DATABASE_URL", app), Parse("DATABASE_READONLY_URL", readOnly));
    }

    /// <summary>Of a private cluster: over the socket, with the passwords in the data folder.</summary>
    public static ConnectionStrings OfCluster(ClusterPaths paths, string sockets, string database = DatabaseName)
    {
        var roles = RolesOfDatabase.Default;
        return new(Socket(paths, sockets, roles.Owner, database), Socket(paths, sockets, roles.App, database), Socket(paths, sockets, roles.ReadOnly, database));
    }

    /// <summary>The same roles on another database of the same server.</summary>
    public ConnectionStrings WithDatabase(string database) => new(With(Owner, database), With(App, database), With(ReadOnly, database));

    internal static string With(string connection, string database) => new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;

    internal static string Socket(ClusterPaths paths, string sockets, string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = sockets,
        Username = role,
        Password = RolePasswords.Read(paths, role),
        Database = database,
        ApplicationName = "lyceum",
        // GSS would be tried first and costs a round trip that a Unix socket never needs.
        GssEncryptionMode = GssEncryptionMode.Disable,
        MaxAutoPrepare = PreparedStatements,
    }.ConnectionString;

    /// <summary>Turns <c>postgres://user:password@host:port/database?sslmode=require</c> into an Npgsql string; such a string passes through.</summary>
    internal static string Parse(string name, string address)
    {
        try
        {
            if (!address.Contains("://", StringComparison.Ordinal)) return new NpgsqlConnectionStringBuilder(address).ConnectionString;
            return FromUrl(new Uri(address));
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException)
        {
            // The address itself holds a password and is not repeated.
            throw new ClusterRefusal("ops.database.bad-address", $"{name} is not a database address ({e.Message})",
                $"set {name}=postgres://user:password@host:5432/database");
        }
    }

    private static string FromUrl(Uri url)
    {
        if (url.Scheme is not ("postgres" or "postgresql")) throw new FormatException($"the scheme is '{url.Scheme}', not 'postgres'");
        var user = url.UserInfo.Split(':', 2);
        var target = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            ApplicationName = "lyceum",
            MaxAutoPrepare = PreparedStatements,
        };
        if (user.Length == 2) target.Password = Uri.UnescapeDataString(user[1]);
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            var value = Uri.UnescapeDataString(pair.Length == 2 ? pair[1] : "");
            switch (pair[0])
            {
                case "host": target.Host = value; break;            // a socket folder, or several hosts
                case "sslmode": target.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true); break;
                case "sslrootcert": target.RootCertificate = value; break;
                case "application_name": target.ApplicationName = value; break;
                case "connect_timeout": target.Timeout = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
                default: target[pair[0]] = value; break;            // Npgsql's own words, such as "Maximum Pool Size"
            }
        }
        return target.ConnectionString;
    }

    private static string UserOf(string connection) =>
        new NpgsqlConnectionStringBuilder(connection).Username is { Length: > 0 } user ? user : Environment.UserName;
}
