using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Lyceum.Platform.Ui;

/// <summary>A link that stands where a text has the placeholder <paramref name="Slot"/>.</summary>
public sealed record SayLink(string Slot, string Text, string Href);

/// <summary>A sentence that carries links, so that translators keep the order of their language.</summary>
/// <example><c>&lt;Say Key="identity.new-here" Links="@([new("join", T["identity.join"], "/join")])" /&gt;</c></example>
public sealed class Say : ComponentBase
{
    [Inject] private Texts T { get; set; } = null!;

    [Parameter, EditorRequired] public string Key { get; set; } = "";

    /// <summary>Links by placeholder.</summary>
    [Parameter] public IReadOnlyList<SayLink> Links { get; set; } = [];

    /// <summary>Plain values by placeholder.</summary>
    [Parameter] public (string Name, object? Value)[] Args { get; set; } = [];

    /// <summary>Whole pieces of the page by placeholder.</summary>
    [Parameter] public Dictionary<string, RenderFragment> Slots { get; set; } = [];

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var (value, isPlaceholder) in T.Pieces(Key, Args))
        {
            if (isPlaceholder && Links.FirstOrDefault(l => string.Equals(l.Slot, value, StringComparison.Ordinal)) is { } link)
            {
                builder.OpenElement(0, "a");
                builder.AddAttribute(1, "class", "ly-a");
                builder.AddAttribute(2, "href", link.Href);
                builder.AddContent(3, link.Text);
                builder.CloseElement();
            }
            else if (isPlaceholder && Slots.GetValueOrDefault(value) is { } piece)
            {
                builder.AddContent(5, piece);
            }
            else
            {
                builder.AddContent(4, isPlaceholder ? $"{{{value}}}" : value);
            }
        }
    }
}
