using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Lyceum.Learning.Lessons;

/// <summary>
/// The allow-list through which all HTML of lessons passes. What is not named here does not come out: no script, style, frame, form, foreign
/// content or event handler; links to http, https, mailto and this site; pictures only as <c>file:HASH.ext</c>.
/// </summary>
internal static partial class LessonSanitiser
{
    /// <summary>Gone with all they hold. Everything else that is not allowed is replaced by its content.</summary>
    private static readonly HashSet<string> Dropped = Names("script style iframe frame frameset object embed applet svg math template noscript head title link meta base form select textarea button option dialog portal xmp plaintext noembed noframes audio video source track canvas map area");

    private static readonly Dictionary<string, HashSet<string>> Allowed = new(StringComparer.Ordinal)
    {
        ["p"] = [], ["br"] = [], ["hr"] = [], ["strong"] = [], ["em"] = [], ["del"] = [], ["sub"] = [], ["sup"] = [], ["code"] = [], ["pre"] = [], ["blockquote"] = [],
        ["h2"] = [], ["h3"] = [], ["h4"] = [], ["h5"] = [], ["h6"] = [], ["ul"] = [], ["ol"] = Names("start"), ["li"] = [], ["span"] = [], ["div"] = [],
        ["table"] = [], ["thead"] = [], ["tbody"] = [], ["tr"] = [], ["th"] = Names("colspan rowspan"), ["td"] = Names("colspan rowspan"),
        ["a"] = Names("href"), ["img"] = Names("src alt"),
    };

    private static readonly HashSet<string> Everywhere = Names("id class lang dir title");
    private static readonly HashSet<string> Classes = Names("math footnotes footnote-ref footnote-back-ref contains-task-list task-list-item");
    private static readonly HashSet<string> Schemes = Names("http https mailto");

    /// <summary>Safe HTML. Ids get the prefix <c>t-</c>: a text must not take the name of a part of the page.</summary>
    public static string Clean(string html)
    {
        var document = new HtmlParser().ParseDocument("");
        var body = document.Body!;
        body.InnerHtml = html;
        Walk(body);
        LessonShapes.Arrange(body);
        return body.InnerHtml;
    }

    private static void Walk(IElement parent)
    {
        foreach (var node in parent.ChildNodes.ToList())
        {
            if (node is IText) continue;
            if (node is not IElement element)
            {
                parent.RemoveChild(node);   // comments, instructions
                continue;
            }
            if (element.NamespaceUri != "http://www.w3.org/1999/xhtml" || Dropped.Contains(element.LocalName))
            {
                parent.RemoveChild(element);
                continue;
            }
            Walk(element);
            Settle(parent, element);
        }
    }

    private static void Settle(IElement parent, IElement element)
    {
        var document = parent.Owner!;
        switch (element.LocalName)
        {
            // The page has its own h1; a control of a task list would be a field without a name.
            case "h1":
                Replace(element, document.CreateElement("h2"));
                return;
            case "input":
                parent.ReplaceChild(document.CreateTextNode(element.HasAttribute("checked") ? "☑" : "☐"), element);
                return;
            case "img" when FileSource(element.GetAttribute("src")) is not { } || !IsPicture(element.GetAttribute("src")!):
                parent.ReplaceChild(document.CreateTextNode(element.GetAttribute("alt") ?? ""), element);
                return;
        }
        if (!Allowed.TryGetValue(element.LocalName, out var own))
        {
            foreach (var child in element.ChildNodes.ToList()) parent.InsertBefore(child, element);
            parent.RemoveChild(element);
            return;
        }
        var align = element.LocalName is "th" or "td" ? Alignment(element.GetAttribute("style")) : null;
        foreach (var attribute in element.Attributes.ToList())
            if (!Keep(element, attribute, own)) element.RemoveAttribute(attribute.NamespaceUri!, attribute.LocalName);
        if (align is not null) element.ClassName = align;
        if (element.LocalName == "a" && element.GetAttribute("href")?.StartsWith("http", StringComparison.Ordinal) == true) element.SetAttribute("rel", "noopener");
        if (element.LocalName == "img") element.SetAttribute("loading", "lazy");
    }

    private static bool Keep(IElement element, IAttr attribute, HashSet<string> own)
    {
        if (attribute.NamespaceUri is not null || (!own.Contains(attribute.LocalName) && !Everywhere.Contains(attribute.LocalName))) return false;
        switch (attribute.LocalName)
        {
            case "id":
                attribute.Value = "t-" + attribute.Value;
                return !attribute.Value.Any(char.IsWhiteSpace);
            case "class":
                attribute.Value = string.Join(' ', attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(c => Classes.Contains(c) || CodeClass.IsMatch(c)));
                return attribute.Value.Length > 0;
            case "dir":
                return attribute.Value is "ltr" or "rtl" or "auto";
            case "lang":
                return LanguageTag.IsMatch(attribute.Value);
            case "start" or "colspan" or "rowspan":
                return attribute.Value.Length is > 0 and < 6 && attribute.Value.All(char.IsAsciiDigit);
            case "href":
                return Link(attribute);
            default:
                return true;
        }
    }

    private static bool Link(IAttr href)
    {
        // Browsers skip white space and control characters inside an address; so does the judgement.
        var address = string.Concat(href.Value.Where(c => c > ' ' && c != '\u007f' && !char.IsControl(c)));
        if (FileSource(address) is not null) { href.Value = address; return true; }
        if (address.StartsWith('#')) { href.Value = address.Length > 1 ? "#t-" + address[1..] : "#"; return true; }
        if (address is ['/' or '\\', '/' or '\\', ..] or ['\\', ..]) return false;
        if (Scheme.Match(address) is { Success: true } scheme && !Schemes.Contains(scheme.Groups[1].Value.ToLowerInvariant())) return false;
        href.Value = address;
        return true;
    }

    private static string? FileSource(string? address) => address is not null && FileName.IsMatch(address) ? address : null;

    private static bool IsPicture(string source) => source[(source.LastIndexOf('.') + 1)..] is "svg" or "png" or "jpg" or "jpeg" or "webp";

    /// <summary>Column alignment arrives as a style, which our pages forbid; it leaves as a class.</summary>
    private static string? Alignment(string? style) => style?.Replace(" ", "", StringComparison.Ordinal) switch
    {
        "text-align:right;" => "ly-num",
        "text-align:center;" => "text-center",
        _ => null,
    };

    internal static void Replace(IElement element, IElement by)
    {
        foreach (var child in element.ChildNodes.ToList()) by.AppendChild(child);
        if (element.Id is { Length: > 0 } id) by.Id = id.StartsWith("t-", StringComparison.Ordinal) ? id : "t-" + id;
        element.Parent!.ReplaceChild(by, element);
    }

    private static HashSet<string> Names(string words) => [.. words.Split(' ')];

    [GeneratedRegex(@"^language-[a-z0-9+#-]{1,20}\z", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CodeClass { get; }

    [GeneratedRegex(@"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\z", RegexOptions.None, 1000)]
    private static partial Regex LanguageTag { get; }

    [GeneratedRegex(@"^([a-zA-Z][a-zA-Z0-9+.-]*):", RegexOptions.None, 1000)]
    private static partial Regex Scheme { get; }

    [GeneratedRegex(@"^file:[0-9a-f]{64}\.[a-z0-9]{2,4}\z", RegexOptions.None, 1000)]
    private static partial Regex FileName { get; }
}
