using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Microsoft.Extensions.Caching.Memory;

namespace Lyceum.Learning.Lessons;

/// <summary>A file of a lesson: what it is called, how large, and a short-lived address of its content.</summary>
public sealed record LessonFile(string Name, string MediaType, long Size, string Href, string DownloadHref);

/// <summary>Makes the address under which the content of a hash may be fetched for a short time.</summary>
/// <param name="hash">SHA-256 in 64 lower-case hex digits.</param>
/// <param name="name">The name it is saved under.</param>
/// <param name="mediaType">How it is served.</param>
/// <param name="download">Saved rather than shown.</param>
/// <param name="atMost">How long it may last at most, to the quarter hour; null is as long as usual.</param>
public delegate string FileAddress(string hash, string name, string mediaType, bool download, TimeSpan? atMost);

/// <summary>
/// Turns the Markdown of a lesson into HTML that may stand on our page: raw HTML is text, and what Markdown made passes an allow-list
/// (<see cref="LessonSanitiser"/>). Pictures are named <c>file:HASH.png</c> and get their address anew each time, because it is short-lived;
/// all else is kept per lesson and version in a bounded memory. Thread-safe.
/// </summary>
public sealed partial class LessonText(FileAddress address) : IDisposable
{
    private const long CharactersKept = 32 * 1024 * 1024;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseFootnotes().UseTaskLists().UseAutoLinks().UseMathematics()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough | Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Subscript | Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Superscript)
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = CharactersKept });

    /// <summary>HTML of a stored lesson. A version's text never changes, so it is rendered once.</summary>
    public string Render(Guid lessonId, int version, string markdown, TimeSpan? atMost = null)
    {
        if (!_kept.TryGetValue((lessonId, version), out string? html))
        {
            html = Clean(markdown);
            _kept.Set((lessonId, version), html, new MemoryCacheEntryOptions { Size = html.Length + 100, SlidingExpiration = TimeSpan.FromHours(6) });
        }
        return Addressed(html!, atMost);
    }

    /// <summary>HTML of a text that is still being written.</summary>
    public string Preview(string markdown) => Addressed(Clean(markdown));

    /// <summary>The addresses of a lesson's file; null where it has none.</summary>
    public LessonFile? File(string? hash, string? name, string? mediaType, long? size, TimeSpan? atMost = null) =>
        hash is null ? null : new LessonFile(name!, mediaType!, size!.Value, address(hash, name!, mediaType!, false, atMost), address(hash, name!, mediaType!, true, atMost));

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private static string Clean(string markdown) => LessonSanitiser.Clean(Markdown.ToHtml(markdown, Pipeline));

    private string Addressed(string html, TimeSpan? atMost = null) => !html.Contains("file:", StringComparison.Ordinal) ? html : FileReference.Replace(html, m =>
    {
        var (attribute, hash, extension) = (m.Groups["attribute"].Value, m.Groups["hash"].Value, m.Groups["extension"].Value);
        return $"{attribute}=\"{System.Net.WebUtility.HtmlEncode(address(hash, $"{hash[..8]}.{extension}", MediaTypeOf(extension), attribute == "href", atMost))}\"";
    });

    /// <summary>The sanitiser has let these through in exactly this form.</summary>
    [GeneratedRegex("""(?<attribute>src|href)="file:(?<hash>[0-9a-f]{64})\.(?<extension>[a-z0-9]{2,4})" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileReference { get; }

    private static string MediaTypeOf(string extension) => extension switch
    {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" or "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "csv" => "text/csv",
        "txt" or "md" => "text/plain",
        _ => "application/octet-stream",
    };
}
