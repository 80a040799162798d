using System.Text.Json;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Settings;

/// <summary>How a setting came to its value.</summary>
public enum ChangeKind
{
    Set,

    /// <summary>Back to the default.</summary>
    Reset,

    /// <summary>Back to what stood there earlier.</summary>
    Undo,
}

/// <summary>One line of a setting's history; never changed. Of a secret it says that, not what.</summary>
internal sealed class SettingChange
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Key { get; init; }

    /// <summary>The version of the setting that this change made.</summary>
    public int Version { get; init; }
    public ChangeKind Kind { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public Guid? PersonId { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<SettingChange>(e =>
    {
        e.ToTable("setting_changes");
        e.Unaudited();   // the setting's own row is audited
        e.Property(x => x.Kind).HasConversion<LowerCase<ChangeKind>>();
        e.Property(x => x.Before).HasColumnType("jsonb");
        e.Property(x => x.After).HasColumnType("jsonb");
    });
}

/// <summary>The one way in which a setting of the catalogue changes.</summary>
public static class ChangingASetting
{
    /// <summary>Sets it with its line in the history when the act commits; for handlers of other commands that set one. Returns why not.</summary>
    public static Task<Refusal?> Change<T>(this Act act, SchoolSetting<T> setting, T value) where T : notnull => Apply(act, setting, setting.Element(value), ChangeKind.Set);

    /// <summary>Sets it, or takes what was set away (<paramref name="value"/> null). Setting what is set already changes nothing.</summary>
    internal static async Task<Refusal?> Apply(Act act, SchoolSetting setting, JsonElement? value, ChangeKind kind, int? seen = null)
    {
        if (!act.Actor.May(setting.Permission)) return PlatformErrors.NotAllowed;
        var settings = act.Get<SchoolSettings>();
        if (settings.Outside(setting) is { Source: var source }) return SettingErrors.SetOutside.With(("variable", setting.Variable + (source == SettingSource.File ? "_FILE" : "")));
        if (value is { } given && Objection(act, setting, given) is { } objection) return Refusal.Invalid(objection);

        // Locked: of two who change it at once the second sees the first's version, and is told so.
        var entry = act.Db.Set<SettingEntry>().Local.FirstOrDefault(s => s.Key == setting.Key)
            ?? await act.Db.Set<SettingEntry>().ForUpdate().SingleOrDefaultAsync(s => s.Key == setting.Key, act.Ct);
        if (seen is { } version && version != (entry?.Version ?? 0)) return PlatformErrors.Stale;
        var secret = setting.Kind == SettingKind.Secret;
        var after = value is null || secret ? "null" : JsonSerializer.Serialize(value.Value);
        var box = secret && value is { } words ? settings.Seal(setting, setting.Words(words)) : null;
        var before = entry?.Value ?? "null";
        if (secret ? value is null && entry?.Sealed is null : Same(before, after)) return null;
        // An act that sets it twice (a new server drops the old password, the form brings a new one) is one change.
        if (act.Db.Set<SettingChange>().Local.FirstOrDefault(c => c.Key == setting.Key) is { } earlier) act.Db.Remove(earlier);
        if (entry is null) act.Db.Add(entry = new SettingEntry { Key = setting.Key, Value = after, Sealed = box, UpdatedAt = act.Now });
        else (entry.Value, entry.Sealed, entry.UpdatedAt) = (after, box, act.Now);
        act.Db.Add(new SettingChange
        {
            Key = setting.Key,
            Version = act.Db.Entry(entry).State == EntityState.Added ? 1 : entry.Version + 1,
            Kind = kind,
            Before = secret || before == "null" ? null : before,
            After = secret || after == "null" ? null : after,
            At = act.Now,
            Actor = act.Actor.Label,
            PersonId = act.Actor.PersonId,
        });
        if (setting.Changed is { } tell) await tell(act);
        return null;
    }

    private static FieldError? Objection(Act act, SchoolSetting setting, JsonElement value)
    {
        if (setting.Problem(value) is { } problem) return problem;
        return setting.Words(value) is { Length: > 0 } words && setting.Trial?.Invoke(act.Get<IServiceProvider>(), words) is { } found ? new FieldError("value", found.Code, found.Args) : null;
    }

    /// <summary>PostgreSQL writes JSON in its own way: compared is what it says.</summary>
    private static bool Same(string before, string after) => JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(before), JsonSerializer.Deserialize<JsonElement>(after));
}
