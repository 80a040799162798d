using System.Text.Json;
using System.Text.Json.Serialization;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Settings;

/// <summary>A setting as administrators see it.</summary>
/// <param name="Value">What holds now; null of a secret.</param>
/// <param name="Default">What would hold if nobody had set it; null of a secret.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Variable">The environment variable that would set it above everything here.</param>
/// <param name="IsSet">Whether there is a value at all; of a secret the only thing said about it.</param>
/// <param name="MayChange">Whether the caller may, and the environment lets anybody.</param>
public sealed record SettingView(
    string Key, string Group, SettingKind Kind, JsonElement? Value, JsonElement? Default, SettingSource Source, string Variable, bool IsSet,
    int Lowest, int Highest, IReadOnlyList<string> Choices, bool NeedsRestart, bool MayChange, DateTimeOffset? ChangedAt, string? ChangedBy, int Version) : IVersioned
{
    [JsonIgnore] internal SchoolSetting? Setting { get; init; }
}

/// <summary>The settings; never many.</summary>
public sealed record SettingList(IReadOnlyList<SettingView> Items);

/// <summary>A line of the history, with names.</summary>
public sealed record SettingChangeView(int Version, ChangeKind Kind, JsonElement? Before, JsonElement? After, DateTimeOffset At, string Actor, string? Name);

/// <summary>The history, the newest first.</summary>
public sealed record SettingHistory(IReadOnlyList<SettingChangeView> Items);

/// <summary>Reads of settings; two statements and the names.</summary>
public static class SettingQueries
{
    private const int MostChanges = 200;

    /// <summary>All settings, or those of one group, with what holds and who set it.</summary>
    public static async Task<Result<SettingList>> List(string? group, LyceumDb db, House house, SchoolSettings settings, SchoolEnvironment environment, Call call, CancellationToken ct)
    {
        await settings.Look(ct);   // a page of settings shows what is there, not what was half a minute ago
        var asked = house.Contributions.Settings.Where(s => group is null || s.Group == group).ToList();
        var keys = asked.ConvertAll(s => s.Key);
        var versions = await db.Set<SettingEntry>().AsNoTracking().Where(s => keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, s => s.Version, ct);
        var last = await db.Set<SettingChange>().AsNoTracking().Where(c => keys.Contains(c.Key) && !db.Set<SettingChange>().Any(o => o.Key == c.Key && o.Version > c.Version))
            .ToDictionaryAsync(c => c.Key, ct);
        var names = await house.Contributions.NamesOf(db, last.Values.Select(c => c.PersonId), ct);
        return new SettingList([.. asked.Select(s => View(s, settings.Read(s), environment, call.Actor, versions.GetValueOrDefault(s.Key), last.GetValueOrDefault(s.Key), names))]);
    }

    /// <summary>One setting.</summary>
    public static async Task<Result<SettingView>> One(string key, LyceumDb db, House house, SchoolSettings settings, SchoolEnvironment environment, Call call, CancellationToken ct)
    {
        if (house.Contributions.Settings.FirstOrDefault(s => s.Key == key) is not { } setting) return SettingErrors.NotFound;
        var list = await List(setting.Group, db, house, settings, environment, call, ct);
        return list.Value.Items.Single(s => s.Key == key);
    }

    /// <summary>What was changed, by whom, from what to what; the last 200 changes.</summary>
    public static async Task<Result<SettingHistory>> History(string key, LyceumDb db, House house, CancellationToken ct)
    {
        if (!house.Contributions.Settings.Any(s => s.Key == key)) return SettingErrors.NotFound;
        var rows = await db.Set<SettingChange>().AsNoTracking().Where(c => c.Key == key).OrderByDescending(c => c.Version).Take(MostChanges).ToListAsync(ct);
        var names = await house.Contributions.NamesOf(db, rows.Select(r => r.PersonId), ct);
        return new SettingHistory([.. rows.Select(r => new SettingChangeView(r.Version, r.Kind, Element(r.Before), Element(r.After), r.At, r.Actor, r.PersonId is { } p ? names.GetValueOrDefault(p) : null))]);
    }

    private static SettingView View(SchoolSetting s, InForce force, SchoolEnvironment environment, Actor actor, int version, SettingChange? last, IReadOnlyDictionary<Guid, string> names)
    {
        var secret = s.Kind == SettingKind.Secret;
        var isSet = force.Source != SettingSource.Default && s.Words(force.Value).Length > 0;
        return new SettingView(s.Key, s.Group, s.Kind, secret ? null : force.Value, secret ? null : s.DefaultIn(environment), force.Source, s.Variable, isSet, s.Lowest, s.Highest, s.Choices, s.NeedsRestart,
            force.Source is not (SettingSource.Environment or SettingSource.File) && actor.May(PlatformPermissions.ChangeSettings) && actor.May(s.Permission),
            last?.At, last?.PersonId is { } person ? names.GetValueOrDefault(person) : null, version) { Setting = s };
    }

    private static JsonElement? Element(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
}
