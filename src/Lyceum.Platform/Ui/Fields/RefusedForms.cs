using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Ui;

/// <summary>How a refused act comes back into the form it was asked with.</summary>
public static class RefusedForms
{
    /// <summary>
    /// Puts each field's error at the field of that name (the last word of <c>course.code</c>), sets the status of the answer, and returns
    /// what belongs to no field of this form, for <see cref="ErrorSummary.Refusal"/>; null when every error found its field.
    /// </summary>
    public static string? Show(this EditContext form, Refusal refusal, HttpContext http, Texts texts)
    {
        http.Response.StatusCode = refusal.Status;
        var messages = new ValidationMessageStore(form);
        List<string> general = [];
        foreach (var error in refusal.Fields)
        {
            var name = error.Field[(error.Field.LastIndexOf('.') + 1)..];
            var property = name.Length == 0 ? null : char.ToUpperInvariant(name[0]) + name[1..];
            // A name in several languages is entered in several boxes; its error stands at the first.
            var field = property is null ? null : ((string[])[property, property + "En"]).FirstOrDefault(p => form.Model.GetType().GetProperty(p) is not null);
            if (field is not null) messages.Add(form.Field(field), texts[error.Code, error.Args]);
            else general.Add(texts[error.Code, error.Args]);
        }
        form.NotifyValidationStateChanged();
        if (refusal.Fields.Count == 0) return texts[refusal.Code, [.. refusal.Args]];
        return general.Count == 0 ? null : string.Join(' ', general);
    }
}
