using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Settings;

/// <summary>The form of a page of settings.</summary>
public sealed class SettingRows
{
    public List<SettingRow> Rows { get; set; } = [];

    /// <summary>The rows of these settings: what was posted as it was typed, the rest as it stands.</summary>
    public static SettingRows Of(IReadOnlyList<SettingView> views, SettingRows? posted)
    {
        var typed = posted?.Rows.Where(r => r.Key is not null).DistinctBy(r => r.Key).ToDictionary(r => r.Key!) ?? [];
        foreach (var row in typed.Values) row.IsSent = true;
        return new SettingRows { Rows = [.. views.Select(v => typed.GetValueOrDefault(v.Key) ?? new SettingRow { Key = v.Key, Version = v.Version, Words = v.Value is { } value ? v.Setting!.Words(value) : "" })] };
    }

    /// <summary>What the form asks to be set.</summary>
    public IReadOnlyList<SettingEdit> Edits(IReadOnlyList<SettingView> views) =>
        [.. Rows.Where(r => r.IsSent && views.Any(v => v.Key == r.Key && v.MayChange)).Select(r => new SettingEdit(r.Key!, r.Words ?? "", r.Version ?? 0))];

    /// <summary>Puts each error at its field; returns what belongs to none, and sets the status.</summary>
    public string? Show(EditContext form, Refusal refusal, HttpContext http, Texts texts)
    {
        http.Response.StatusCode = refusal.Status;
        var messages = new ValidationMessageStore(form);
        foreach (var error in refusal.Fields)
            if (Rows.FirstOrDefault(r => r.Key == error.Field) is { } row) messages.Add(new FieldIdentifier(row, nameof(SettingRow.Words)), texts[error.Code, error.Args]);
        form.NotifyValidationStateChanged();
        return refusal.Fields.Count == 0 ? texts[refusal.Code, [.. refusal.Args]] : null;
    }
}

/// <summary>One setting of the form; every kind travels as words.</summary>
public sealed class SettingRow
{
    public string? Key { get; set; }
    public string? Words { get; set; }
    public int? Version { get; set; }

    /// <summary>It came with the form; what was left out of it is drawn and not set.</summary>
    internal bool IsSent { get; set; }
}
