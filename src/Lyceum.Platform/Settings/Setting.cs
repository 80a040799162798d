using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Settings;

/// <summary>A setting of the school with its type and what holds until somebody sets it. The key begins with the module's name.</summary>
public sealed record Setting<T>(string Key, T Default) where T : class;

/// <summary>A setting as stored.</summary>
internal sealed class SettingEntry
{
    public required string Key { get; init; }
    public required string Value { get; set; }
    public int Version { get; private set; } = 1;
    public DateTimeOffset UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<SettingEntry>(e =>
    {
        e.ToTable("settings");
        e.HasKey(x => x.Key);
        e.Property(x => x.Value).HasColumnType("jsonb");
    });
}

/// <summary>Reading and writing settings, typed.</summary>
public static class SettingStore
{
    /// <summary>The value in force. One statement; a request that needs it twice keeps it.</summary>
    public static async Task<T> Read<T>(this LyceumDb db, Setting<T> setting, CancellationToken ct) where T : class
    {
        var stored = await db.Set<SettingEntry>().AsNoTracking().Where(s => s.Key == setting.Key).Select(s => s.Value).SingleOrDefaultAsync(ct);
        return stored is null ? setting.Default : JsonSerializer.Deserialize<T>(stored, Json.Options)!;
    }

    /// <summary>Sets it, with its audit row, when the act commits.</summary>
    public static async Task Write<T>(this Act act, Setting<T> setting, T value) where T : class
    {
        var json = JsonSerializer.Serialize(value, Json.Options);
        var entry = await act.Db.Set<SettingEntry>().SingleOrDefaultAsync(s => s.Key == setting.Key, act.Ct);
        if (entry is null) act.Db.Add(new SettingEntry { Key = setting.Key, Value = json, UpdatedAt = act.Now });
        else (entry.Value, entry.UpdatedAt) = (json, act.Now);
    }
}
