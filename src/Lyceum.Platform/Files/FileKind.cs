namespace Lyceum.Platform.Files;

/// <summary>What a file is for; decides which kinds are taken and how large they may be.</summary>
public enum FilePurpose
{
    /// <summary>Shown in a page: png, jpg, webp, svg; up to 10 MiB.</summary>
    Picture,

    /// <summary>Read or downloaded: pdf, docx, xlsx, pptx, csv, txt, md; up to 100 MiB.</summary>
    Document,

    /// <summary>Played: mp4, webm, mp3, m4a, ogg; up to 1 GiB.</summary>
    Media,

    /// <summary>Shows who somebody is: png, jpg, webp; up to 2 MiB. No drawings (svg): every page carries it, for everybody.</summary>
    Portrait,
}

/// <summary>A kind of file the house takes: its extension, the type it is served as, and how its bytes are recognised.</summary>
internal sealed record FileKind(FilePurpose Purpose, string Extension, string MediaType, bool Inline, Func<Stream, bool> Recognises)
{
    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";

    private static readonly FileKind[] All =
    [
        new(FilePurpose.Picture, "png", "image/png", true, Signatures.Png),
        new(FilePurpose.Picture, "jpg", "image/jpeg", true, Signatures.Jpeg),
        new(FilePurpose.Picture, "webp", "image/webp", true, Signatures.Webp),
        new(FilePurpose.Picture, "svg", "image/svg+xml", true, Signatures.Svg),
        new(FilePurpose.Document, "pdf", "application/pdf", true, Signatures.Pdf),
        new(FilePurpose.Document, "docx", OpenXml + "wordprocessingml.document", false, s => OfficePackage.Contains(s, "word/document.xml")),
        new(FilePurpose.Document, "xlsx", OpenXml + "spreadsheetml.sheet", false, s => OfficePackage.Contains(s, "xl/workbook.xml")),
        new(FilePurpose.Document, "pptx", OpenXml + "presentationml.presentation", false, s => OfficePackage.Contains(s, "ppt/presentation.xml")),
        new(FilePurpose.Document, "csv", "text/csv", false, Signatures.Text),
        new(FilePurpose.Document, "txt", "text/plain", true, Signatures.Text),
        new(FilePurpose.Document, "md", "text/markdown", true, Signatures.Text),
        new(FilePurpose.Media, "mp4", "video/mp4", true, Signatures.Mp4),
        new(FilePurpose.Media, "webm", "video/webm", true, Signatures.Webm),
        new(FilePurpose.Media, "mp3", "audio/mpeg", true, Signatures.Mp3),
        new(FilePurpose.Media, "m4a", "audio/mp4", true, Signatures.M4a),
        new(FilePurpose.Media, "ogg", "audio/ogg", true, Signatures.Ogg),
    ];

    public static IEnumerable<FileKind> For(FilePurpose purpose) => All.Where(k => k.Serves(purpose));

    public static long LimitOf(FilePurpose purpose) => purpose switch
    {
        FilePurpose.Picture => 10L << 20,
        FilePurpose.Document => 100L << 20,
        FilePurpose.Portrait => 2L << 20,
        _ => 1L << 30,
    };

    /// <summary>Whether a browser may show the type itself; anything unknown is downloaded.</summary>
    public static bool IsInline(string mediaType) => All.Any(k => k.Inline && k.MediaType == mediaType);

    /// <summary>
    /// The kind that name and declared type agree on; null when the name's extension is not one of the purpose's, or the declared type is that of another kind.
    /// What browsers declare for office files, Markdown and tables differs by machine, so a type that is nobody's here is passed over: the bytes decide.
    /// </summary>
    public static FileKind? Claimed(FilePurpose purpose, string name, string? declaredType)
    {
        var declared = All.FirstOrDefault(k => string.Equals(k.MediaType, declaredType, StringComparison.OrdinalIgnoreCase));
        var extension = FileName.ExtensionOf(name);
        if (extension.Length == 0) return declared?.Serves(purpose) == true ? declared : null;
        var named = For(purpose).FirstOrDefault(k => k.Extension == extension || (extension == "jpeg" && k.Extension == "jpg"));
        return named is null || (declared is not null && declared != named && !Alike(declared, named)) ? null : named;
    }

    private bool Serves(FilePurpose purpose) => purpose == FilePurpose.Portrait ? Purpose == FilePurpose.Picture && Extension != "svg" : Purpose == purpose;

    /// <summary>Text is text: systems declare Markdown and tables as <c>text/plain</c>; sound in an MP4 box is declared as video by some.</summary>
    private static bool Alike(FileKind declared, FileKind named) =>
        (declared.MediaType.StartsWith("text/", StringComparison.Ordinal) && named.MediaType.StartsWith("text/", StringComparison.Ordinal))
        || (declared.MediaType.EndsWith("/mp4", StringComparison.Ordinal) && named.MediaType.EndsWith("/mp4", StringComparison.Ordinal));
}
