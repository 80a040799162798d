using AngleSharp.Dom;

namespace Lyceum.Learning.Lessons;

/// <summary>
/// Gives clean HTML the shapes of the house: a block quote that begins with one bold label is a callout; labelled as an answer it folds; a
/// picture alone with words in italics after it is a figure; tables and code scroll in a box of their own.
/// </summary>
internal static class LessonShapes
{
    private static readonly HashSet<string> Answers = new(StringComparer.OrdinalIgnoreCase) { "Answer", "Απάντηση", "الإجابة", "الجواب" };

    public static void Arrange(IElement body)
    {
        foreach (var quote in body.QuerySelectorAll("blockquote").ToList()) Callout(quote);
        foreach (var picture in body.QuerySelectorAll("p > img:only-child").ToList()) Figure(picture);
        foreach (var table in body.QuerySelectorAll("table").ToList()) Boxed(table, "ly-frame");
        foreach (var code in body.QuerySelectorAll("pre").ToList()) Boxed(code, "ly-pre").SetAttribute("dir", "ltr");
        foreach (var cell in body.QuerySelectorAll("thead th").ToList()) cell.SetAttribute("scope", "col");
    }

    private static void Callout(IElement quote)
    {
        if (quote.FirstElementChild is not { LocalName: "p" } first || first.FirstChild is not IElement { LocalName: "strong" } label || label.TextContent.Length > 60) return;
        var title = label.TextContent.Trim().TrimEnd(':', '.');
        label.Remove();
        if (first.FirstChild is IText text) text.TextContent = text.TextContent.TrimStart(' ', '\n', ':', '.');
        if (first.TextContent.Trim().Length == 0 && first.FirstElementChild is null) first.Remove();

        var document = quote.Owner!;
        var answer = Answers.Contains(title);
        var box = document.CreateElement(answer ? "details" : "aside");
        box.ClassName = answer ? "ly-check" : "ly-callout";
        var head = document.CreateElement(answer ? "summary" : "h3");
        head.TextContent = title;
        foreach (var child in quote.ChildNodes.ToList()) box.AppendChild(child);
        box.Prepend(head);
        quote.Parent!.ReplaceChild(box, quote);
    }

    private static void Figure(IElement picture)
    {
        var paragraph = picture.ParentElement!;
        if (paragraph.TextContent.Trim().Length > 0) return;
        var document = picture.Owner!;
        var figure = document.CreateElement("figure");
        paragraph.Parent!.InsertBefore(figure, paragraph);
        figure.AppendChild(picture);
        if (paragraph.NextElementSibling is { LocalName: "p", ChildElementCount: 1, FirstElementChild: { LocalName: "em" } words } after && words.TextContent.Trim() == after.TextContent.Trim())
        {
            var caption = document.CreateElement("figcaption");
            foreach (var child in words.ChildNodes.ToList()) caption.AppendChild(child);
            figure.AppendChild(caption);
            after.Remove();
        }
        paragraph.Remove();
    }

    private static IElement Boxed(IElement element, string css)
    {
        var box = element.Owner!.CreateElement("div");
        box.ClassName = css;
        element.Parent!.InsertBefore(box, element);
        box.AppendChild(element);
        (css == "ly-pre" ? element : box).SetAttribute("tabindex", "0");   // what scrolls must be reachable by keys
        return box;
    }
}
