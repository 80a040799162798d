using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Settings;

/// <summary>Sets one setting of the catalogue. Each setting also has a permission of its own.</summary>
/// <param name="Value">In the setting's own JSON form: a number, a word, a list of words.</param>
[Requires(PlatformPermissions.ChangeSettings), InPerson]
public sealed record ChangeSetting([Required, StringLength(100, MinimumLength = 1)] string Key, JsonElement Value);

/// <summary>Sets a secret; it stands in no record of the command.</summary>
[Requires(PlatformPermissions.ChangeSettings), InPerson]
public sealed record KeepSecret([Required, StringLength(100, MinimumLength = 1)] string Key, [property: JsonIgnore] JsonElement Value);

/// <summary>Sets what was changed on a page of settings, all or nothing.</summary>
[Requires(PlatformPermissions.ChangeSettings), InPerson]
public sealed record ChangeSettings([property: JsonIgnore] IReadOnlyList<SettingEdit> Edits);

/// <summary>One field of a page of settings; a value that is left as it is was not edited.</summary>
/// <param name="Version">The version its reader saw.</param>
public sealed record SettingEdit(string Key, string Words, int Version);

/// <summary>Takes away what was set, so that the default holds again.</summary>
[Requires(PlatformPermissions.ChangeSettings), InPerson]
public sealed record ResetSetting([Required, StringLength(100, MinimumLength = 1)] string Key);

/// <summary>Goes back to the value that stood there before a change of the history.</summary>
[Requires(PlatformPermissions.ChangeSettings), InPerson]
public sealed record UndoSetting([Required, StringLength(100, MinimumLength = 1)] string Key, int Change);

/// <summary>Carries out the changes of settings.</summary>
public static class ChangingSettings
{
    public static async Task<Result<Done>> Handle(ChangeSetting command, Act act)
    {
        if (Find(act, command.Key) is not { Kind: not SettingKind.Secret } setting) return SettingErrors.NotFound;
        return Answer(await ChangingASetting.Apply(act, setting, command.Value, ChangeKind.Set, act.Call.ExpectedVersion));
    }

    public static async Task<Result<Done>> Handle(KeepSecret command, Act act)
    {
        if (Find(act, command.Key) is not { Kind: SettingKind.Secret } setting) return SettingErrors.NotFound;
        return Answer(await ChangingASetting.Apply(act, setting, command.Value, ChangeKind.Set, act.Call.ExpectedVersion));
    }

    public static async Task<Result<Done>> Handle(ChangeSettings command, Act act)
    {
        List<FieldError> wrong = [];
        foreach (var edit in command.Edits)
        {
            if (Find(act, edit.Key) is not { } setting) return SettingErrors.NotFound;
            // An empty box: of a secret it means "as it is", of a number or a choice nothing that could be set, of the rest nothing in it.
            if (setting.Kind == SettingKind.Secret && edit.Words.Length == 0) continue;
            if (setting.Parse(edit.Words) is not { } value) wrong.Add(new FieldError(edit.Key, "platform.setting.number", ("min", setting.Lowest), ("max", setting.Highest)));
            else if (await ChangingASetting.Apply(act, setting, value, ChangeKind.Set, edit.Version) is { } refusal)
            {
                if (refusal.Fields.Count == 0) return refusal;
                wrong.AddRange(refusal.Fields.Select(f => f with { Field = edit.Key }));
            }
        }
        return wrong.Count > 0 ? Refusal.Invalid(wrong) : Done.It;
    }

    public static async Task<Result<Done>> Handle(ResetSetting command, Act act)
    {
        if (Find(act, command.Key) is not { } setting) return SettingErrors.NotFound;
        return Answer(await ChangingASetting.Apply(act, setting, null, ChangeKind.Reset, act.Call.ExpectedVersion));
    }

    public static async Task<Result<Done>> Handle(UndoSetting command, Act act)
    {
        if (Find(act, command.Key) is not { } setting) return SettingErrors.NotFound;
        if (setting.Kind == SettingKind.Secret) return SettingErrors.SecretGone;
        var change = await act.Db.Set<SettingChange>().AsNoTracking().SingleOrDefaultAsync(c => c.Key == command.Key && c.Version == command.Change, act.Ct);
        if (change is null) return SettingErrors.NoSuchChange;
        var value = change.Before is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(change.Before);
        return Answer(await ChangingASetting.Apply(act, setting, value, ChangeKind.Undo, act.Call.ExpectedVersion));
    }

    internal static SchoolSetting? Find(Act act, string key) => act.Get<House>().Contributions.Settings.FirstOrDefault(s => s.Key == key);

    private static Result<Done> Answer(Refusal? refusal) => refusal is null ? Done.It : refusal;
}
