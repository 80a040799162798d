using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lyceum.Platform.Files;

/// <summary>Takes one file out of a multipart body as it arrives; nothing of it is held in memory but a chunk. Scoped to a request.</summary>
public sealed class FileUpload(FileStore store, LyceumDb db, Door door, Call call, SystemMode mode, TimeProvider clock)
{
    private const int LongestBoundary = 100;
    private const int Envelope = 64 * 1024;

    /// <summary>Stores the body's one file and writes it down in the actor's name.</summary>
    public async Task<Result<FileView>> Receive(HttpContext http, FilePurpose purpose)
    {
        var read = await Read(http, purpose);
        return read.Ok ? await door.Run(read.Value, KeepingFiles.Handle, http.RequestAborted) : read.Refusal;
    }

    /// <summary>Stores a file of a form that has been read. As below.</summary>
    public async Task<Result<KeepFile>> Read(IFormFile file, FilePurpose purpose, CancellationToken ct)
    {
        if (mode.IsReadOnly) return PlatformErrors.ReadOnly;
        if (file.Length > FileKind.LimitOf(purpose)) return FileErrors.TooLarge(FileKind.LimitOf(purpose));
        await using var content = file.OpenReadStream();
        return (await store.SaveAsync(content, new NewContent(purpose, file.FileName, file.ContentType), ct)).Map(stored => KeepFile.Of(stored, purpose));
    }

    /// <summary>Stores the body's one file without writing it down: for a room whose own command keeps it, so that file and use are one act.</summary>
    public async Task<Result<KeepFile>> Read(HttpContext http, FilePurpose purpose)
    {
        var ct = http.RequestAborted;
        if (mode.IsReadOnly) return PlatformErrors.ReadOnly;   // said before a gigabyte is sent, not after
        if (Boundary(http.Request) is not { } boundary) return PlatformErrors.UnsupportedMedia;
        var limit = FileKind.LimitOf(purpose);
        if (call.Actor.PersonId is { } person)
        {
            var left = KeepingFiles.DailyShare - await FileQueries.BroughtToday(db, person, clock.GetUtcNow(), ct);
            if (left <= 0) return FileErrors.QuotaUsed;
        }
        if (http.Request.ContentLength > limit + Envelope) return FileErrors.TooLarge(limit);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit + Envelope;

        var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 16 * 1024 };
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition()) continue;
                return await Take(reader, section, disposition, purpose, ct);
            }
            return FileErrors.NoFile;
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            return FileErrors.CutShort;   // the body ended before its last boundary
        }
    }

    private async Task<Result<KeepFile>> Take(MultipartReader reader, MultipartSection section, ContentDispositionHeaderValue disposition, FilePurpose purpose, CancellationToken ct)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        var declared = MediaTypeHeaderValue.TryParse(section.ContentType, out var type) ? type.MediaType.Value : null;
        var stored = await store.SaveAsync(section.Body, new NewContent(purpose, HeaderUtilities.RemoveQuotes(name).ToString(), declared), ct);
        if (!stored.Ok) return stored.Refusal;
        // Only whole bodies count: a second file, or a body cut off after the first, is not what the sender meant.
        while (await reader.ReadNextSectionAsync(ct) is { } next)
            if (next.GetContentDispositionHeader()?.IsFileDisposition() == true) return FileErrors.OneOnly;
        return KeepFile.Of(stored.Value, purpose);
    }

    private static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary ? boundary : null;
    }
}
