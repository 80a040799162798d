using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Lyceum.Platform.Ui;

/// <summary>
/// A picture from <c>assets/icons.txt</c>, drawn from one sprite the browser fetches once. Hidden from screen readers: the words beside it speak.
/// </summary>
public sealed class Icon : ComponentBase
{
    /// <summary>The name in <c>assets/icons.txt</c>, as Tabler calls it.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>16 px instead of 20.</summary>
    [Parameter] public bool Small { get; set; }

    /// <summary>Whether it points along the line of reading and is mirrored right-to-left.</summary>
    [Parameter] public bool Turn { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, Markup());

    private string Markup()
    {
        var classes = (Small, Turn) switch { (false, false) => "icon", (true, false) => "icon icon-sm", (false, true) => "icon ly-turn", _ => "icon icon-sm ly-turn" };
        return $"<svg class=\"{classes}\" aria-hidden=\"true\"><use href=\"/{Assets["lib/icons.svg"]}#{Name}\"/></svg>";
    }
}
