using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Lyceum.Platform.Ui;

/// <summary>
/// A picture from <c>assets/icons.txt</c>, drawn from one sprite the browser fetches once. Hidden from screen readers: the words beside it speak.
/// Markup and not a component: a component for each icon took a tenth of a page's time (ADR 0051).
/// </summary>
public static class Icon
{
    /// <summary>The icon as markup: <c>@Icon.Draw(Assets, "arrow-left", turn: true)</c>.</summary>
    /// <param name="assets">The component's own <c>Assets</c>: the sprite's address carries its fingerprint.</param>
    /// <param name="name">The name in <c>assets/icons.txt</c>, as Tabler calls it.</param>
    /// <param name="small">16 px instead of 20.</param>
    /// <param name="turn">Whether it points along the line of reading and is mirrored right-to-left.</param>
    public static MarkupString Draw(ResourceAssetCollection assets, string name, bool small = false, bool turn = false)
    {
        var classes = (small, turn) switch { (false, false) => "icon", (true, false) => "icon icon-sm", (false, true) => "icon ly-turn", _ => "icon icon-sm ly-turn" };
        return (MarkupString)$"<svg class=\"{classes}\" aria-hidden=\"true\"><use href=\"/{assets["lib/icons.svg"]}#{HtmlEncoder.Default.Encode(name)}\"/></svg>";
    }
}
