using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Lyceum.Platform.Ui;

/// <summary>A sentence that carries links: the text's placeholders that are slots become markup, so translators keep the order of their language.</summary>
/// <example><c>&lt;Say Key="identity.new-here" Slots="@(new() { ["join"] = @&lt;a href="/join"&gt;…&lt;/a&gt; })" /&gt;</c></example>
public sealed class Say : ComponentBase
{
    [Inject] private Texts T { get; set; } = null!;

    [Parameter, EditorRequired] public string Key { get; set; } = "";

    /// <summary>Markup by placeholder.</summary>
    [Parameter] public Dictionary<string, RenderFragment> Slots { get; set; } = [];

    /// <summary>Plain values by placeholder.</summary>
    [Parameter] public (string Name, object? Value)[] Args { get; set; } = [];

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var line = 0;
        foreach (var (value, isPlaceholder) in T.Pieces(Key, Args))
        {
            if (isPlaceholder && Slots.TryGetValue(value, out var slot)) builder.AddContent(line, slot);
            else builder.AddContent(line, isPlaceholder ? $"{{{value}}}" : value);
            line++;
        }
    }
}
