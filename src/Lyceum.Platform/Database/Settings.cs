using System.Text.Json;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Database;

/// <summary>Small facts about the installation, a JSON value a key (<c>demo</c>, <c>audit.proof</c>).</summary>
public static class Settings
{
    /// <summary>True where this is a demo school: its mail is shown instead of sent, and it says so on every page.</summary>
    public const string Demo = "demo";

    /// <summary>The value of a key; default where there is none.</summary>
    public static async Task<T?> Read<T>(LyceumDb db, string key, CancellationToken ct)
    {
        var text = await db.Database.SqlQuery<string>($"SELECT value::text AS \"Value\" FROM platform.settings WHERE key = {key}").SingleOrDefaultAsync(ct);
        return text is null ? default : JsonSerializer.Deserialize<T>(text, Json.Options);
    }

    /// <summary>Sets the value of a key; an audit row says before and after.</summary>
    public static async Task Set<T>(this Act act, string key, T value)
    {
        var before = await Read<JsonElement?>(act.Db, key, act.Ct);
        var text = JsonSerializer.Serialize(value, Json.Options);
        await act.Db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform.settings (key, value, updated_at) VALUES ({key}, {text}::jsonb, {act.Now})
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, version = platform.settings.version + 1
            """, act.Ct);
        act.Note("platform.set_setting", "platform.settings", null, before is null ? null : new { key, value = before }, new { key, value });
    }
}
