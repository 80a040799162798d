using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Settings;

/// <summary>Something the house keeps under a key, with its type and what holds until somebody sets it: words of pages, marks. What administrators choose by value is in the catalogue (<see cref="SchoolSetting"/>).</summary>
public sealed record Setting<T>(string Key, T Default) where T : notnull;

/// <summary>Platform's own settings.</summary>
public static class HouseSettings
{
    /// <summary>True where this is a demo school: its mail is shown on a page, and every page says so. Set once, when the demo is seeded.</summary>
    public static readonly Setting<bool> Demo = new("demo", false);
}

/// <summary>A setting as stored.</summary>
internal sealed class SettingEntry
{
    public required string Key { get; init; }
    public required string Value { get; set; }

    /// <summary>A secret, closed under the house's keys; the value is null then.</summary>
    public byte[]? Sealed { get; set; }
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
    public static async Task<T> Read<T>(this LyceumDb db, Setting<T> setting, CancellationToken ct) where T : notnull =>
        await Stored(db, setting.Key, ct) is { } stored ? JsonSerializer.Deserialize<T>(stored, Json.Options)! : setting.Default;

    /// <summary>The value in force, with what the database says this moment: an act that a setting allows or forbids asks here. <see cref="SchoolSettings"/> is for everything drawn or done often.</summary>
    public static async Task<T> Read<T>(this LyceumDb db, SchoolSetting<T> setting, CancellationToken ct) where T : notnull
    {
        var services = db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()!.ApplicationServiceProvider!;
        if (services.GetRequiredService<SchoolSettings>().Outside(setting) is { } outside) return setting.Of(outside.Value);
        if (await Stored(db, setting.Key, ct) is not { } stored) return setting.Default(services.GetRequiredService<SchoolEnvironment>());
        var value = JsonSerializer.Deserialize<JsonElement>(stored);
        return setting.Problem(value) is null ? setting.Of(value) : setting.Default(services.GetRequiredService<SchoolEnvironment>());
    }

    /// <summary>A fact that has no default (the last proof of the audit); null until it is first kept.</summary>
    public static async Task<T?> FindFact<T>(this LyceumDb db, string key, CancellationToken ct) where T : class =>
        await Stored(db, key, ct) is { } stored ? JsonSerializer.Deserialize<T>(stored, Json.Options) : null;

    /// <summary>Sets it, with its audit row, when the act commits.</summary>
    public static Task Write<T>(this Act act, Setting<T> setting, T value) where T : notnull => act.KeepFact(setting.Key, value);

    /// <summary>Keeps a fact under a key, with its audit row, when the act commits.</summary>
    public static async Task KeepFact<T>(this Act act, string key, T value) where T : notnull
    {
        var json = JsonSerializer.Serialize(value, Json.Options);
        var entry = await act.Db.Set<SettingEntry>().SingleOrDefaultAsync(s => s.Key == key, act.Ct);
        if (entry is null) act.Db.Add(new SettingEntry { Key = key, Value = json, UpdatedAt = act.Now });
        else (entry.Value, entry.UpdatedAt) = (json, act.Now);
    }

    private static async Task<string?> Stored(LyceumDb db, string key, CancellationToken ct) =>
        await db.Set<SettingEntry>().AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).SingleOrDefaultAsync(ct) is { } value && value != "null" ? value : null;
}
