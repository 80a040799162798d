namespace Lyceum.Platform.Database;

/// <summary>
/// The names of the three database roles. Configuration, because a hosted PostgreSQL often dictates them; migrations write
/// <c>{{owner}}</c>, <c>{{app}}</c> and <c>{{readonly}}</c>.
/// </summary>
/// <param name="Owner">Owns database and schemas; runs migrations and nothing else.</param>
/// <param name="App">Reads and writes rows; no DDL, and no update or delete on append-only tables.</param>
/// <param name="ReadOnly">Reads: reports, exports, a curious administrator.</param>
public sealed record RolesOfDatabase(string Owner, string App, string ReadOnly)
{
    /// <summary>The names in a private cluster.</summary>
    public static RolesOfDatabase Default { get; } = new("lyceum_owner", "lyceum_app", "lyceum_readonly");

    /// <summary>Puts the names, quoted as identifiers, into SQL text.</summary>
    public string FillIn(string sql) => sql
        .Replace("{{owner}}", Quote(Owner), StringComparison.Ordinal)
        .Replace("{{app}}", Quote(App), StringComparison.Ordinal)
        .Replace("{{readonly}}", Quote(ReadOnly), StringComparison.Ordinal);

    internal static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
