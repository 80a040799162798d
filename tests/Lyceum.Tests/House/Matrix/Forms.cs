using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>One field of a form as a page has drawn it, and whether a browser sends it as it stands.</summary>
internal sealed record Field(string Name, string Value, bool Sent, string Kind);

/// <summary>The forms of pages that carry a name: as their source says it and as a page has drawn them.</summary>
internal static partial class Forms
{
    /// <summary>Every named form of every component: its page, or the part of a page that holds it, and its name with a star for what changes.</summary>
    public static IReadOnlyList<(string Where, string Name)> Written() =>
    [
        .. from file in Source.Files("src", ".razor")
           let text = Source.Read(file)
           let pages = Page().Matches(text).Select(m => m.Groups["page"].Value).ToList()
           from Match form in Named().Matches(text)
           from place in pages.Count == 0 ? [Path.GetFileNameWithoutExtension(file)] : pages
           select (place, Star(form.Groups["computed"].Success ? Computed().Replace(form.Groups["computed"].Value, "*") : form.Groups["name"].Value)),
    ];

    /// <summary>A name as the source has it: ids become a star.</summary>
    public static string Star(string name) => Id().Replace(name, "*");

    /// <summary>The names of the forms that a page has drawn.</summary>
    public static IEnumerable<string> Drawn(string html) => Parse(html).Forms.OfType<IHtmlFormElement>().Select(Handler).OfType<string>().Select(Star).Distinct(StringComparer.Ordinal);

    /// <summary>The fields of one form of a page with the token among them, or null where the page has not drawn it.</summary>
    public static IReadOnlyList<Field>? Read(string html, string handler)
    {
        var form = Parse(html).Forms.OfType<IHtmlFormElement>().FirstOrDefault(f => Handler(f) == handler);
        return form is null ? null : [.. form.Elements.SelectMany(Of).Where(f => f.Name.Length > 0 && f.Name != "_handler")];
    }

    /// <summary>What the page says is wrong.</summary>
    public static string Alert(string html) => string.Join(' ', (Parse(html).QuerySelector("[role=alert] ul, [role=alert]")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<Field> Of(object element) => element switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } i => [new(i.Name ?? "", i.Value, i.IsChecked, i.Type)],
        IHtmlInputElement { Type: "submit" or "button" or "file" } => [],
        IHtmlInputElement i => [new(i.Name ?? "", i.Value, true, i.Type == "text" && i.GetAttribute("inputmode") is "decimal" or "numeric" ? "number" : i.Type)],
        IHtmlTextAreaElement a => [new(a.Name ?? "", a.Value, true, "text")],
        IHtmlSelectElement s => [new(s.Name ?? "", s.Value ?? s.Options.FirstOrDefault()?.Value ?? "", true, "select")],
        _ => [],
    };

    private static string? Handler(IHtmlFormElement form) => form.Elements.OfType<IHtmlInputElement>().FirstOrDefault(i => i.Name == "_handler")?.Value;

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    [GeneratedRegex("^@page \"(?<page>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Page();

    [GeneratedRegex("""(@formname|<EditForm [^>]*FormName)="(@\(\$"(?<computed>[^"]+)"\)|(?<name>[^"]+))"(?!\))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Computed();

    [GeneratedRegex(@"[0-9a-f]{32}|\$[a-zA-Z]+", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
