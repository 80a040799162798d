using Microsoft.AspNetCore.Components.Forms;

namespace Lyceum.Platform.Ui;

/// <summary>What the fields of one form are called and where they stand, so that the summary of errors can name and link them.</summary>
internal sealed class FormLabels
{
    private static readonly object Key = new();
    private readonly List<(FieldIdentifier Field, string Label, string Id)> _fields = [];

    internal IReadOnlyList<(FieldIdentifier Field, string Label, string Id)> Fields => _fields;

    internal static FormLabels Of(EditContext form)
    {
        if (form.Properties.TryGetValue(Key, out var known)) return (FormLabels)known;
        var labels = new FormLabels();
        form.Properties[Key] = labels;
        return labels;
    }

    internal void Add(FieldIdentifier field, string label, string id)
    {
        if (!_fields.Any(f => f.Field.Equals(field))) _fields.Add((field, label, id));
    }
}
