using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lyceum.Academics.Courses;

/// <summary>
/// A course's description as HTML. Raw HTML is shown as text, never passed on; a link or picture whose address is not http, https, mailto or
/// a path of this site loses its address. Headings begin at level 2: the page has its own h1.
/// </summary>
internal static class CourseText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras().Build();

    public static string ToHtml(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case LinkInline link when !IsHarmless(link.Url): link.Url = ""; break;
                case AutolinkInline auto when !auto.IsEmail && !IsHarmless(auto.Url): auto.Url = ""; break;
                case HeadingBlock heading: heading.Level = Math.Min(6, Math.Max(heading.Level, 2)); break;
            }
        }
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    private static bool IsHarmless(string? url)
    {
        if (string.IsNullOrEmpty(url)) return true;
        if (url[0] is '/' or '#' && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)) return true;
        return Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is ("http" or "https" or "mailto");
    }
}
