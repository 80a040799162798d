using System.Buffers;
using System.Text;
using System.Xml;

namespace Lyceum.Platform.Files;

/// <summary>Recognises files by their bytes. Each check reads from the start of a seekable stream and never throws for content.</summary>
internal static class Signatures
{
    private static readonly SearchValues<char> NotText = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r' or '\f')).Select(c => (char)c), '\u007F']);

    public static bool Png(Stream s) => Head(s, 8).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    public static bool Jpeg(Stream s) => Head(s, 3).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static bool Webp(Stream s) => Head(s, 12) is { Length: 12 } head && head.AsSpan(0, 4).SequenceEqual("RIFF"u8) && head.AsSpan(8).SequenceEqual("WEBP"u8);

    public static bool Pdf(Stream s) => Head(s, 5).AsSpan().SequenceEqual("%PDF-"u8);

    public static bool Ogg(Stream s) => Head(s, 4).AsSpan().SequenceEqual("OggS"u8);

    public static bool Mp3(Stream s) => Head(s, 3) is { Length: 3 } head && (head.AsSpan().SequenceEqual("ID3"u8) || (head[0] == 0xFF && head[1] is 0xFB or 0xFA or 0xF3 or 0xF2));

    /// <summary>EBML with the document type “webm” (Matroska in general is refused).</summary>
    public static bool Webm(Stream s) => Head(s, 64) is var head && head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) && head.AsSpan().IndexOf("webm"u8) > 0;

    public static bool Mp4(Stream s) => Brand(s) is { } brand && brand is not ("qt  " or "heic" or "heix" or "mif1" or "avif" or "M4A " or "M4B ");

    public static bool M4a(Stream s) => Brand(s) is "M4A " or "M4B " or "mp41" or "mp42" or "isom" or "iso2" or "dash";

    /// <summary>
    /// XML whose root is <c>svg</c>. What it contains is not judged here: it is only ever served from the content origin, sandboxed, and
    /// pages show it as a picture, where browsers run no script.
    /// </summary>
    public static bool Svg(Stream s)
    {
        s.Position = 0;
        try
        {
            // A document type is common in drawn files; it is skipped, never followed, and its entities are not expanded.
            using var xml = XmlReader.Create(s, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false, MaxCharactersInDocument = 64 << 20 });
            return xml.MoveToContent() == XmlNodeType.Element && xml is { LocalName: "svg", NamespaceURI: "http://www.w3.org/2000/svg" };
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>UTF-8 throughout, no control characters but tab, line ends and form feed.</summary>
    public static bool Text(Stream s)
    {
        s.Position = 0;
        var bytes = ArrayPool<byte>.Shared.Rent(32_768);
        var chars = ArrayPool<char>.Shared.Rent(32_768);
        try
        {
            var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
            while (true)
            {
                var read = s.Read(bytes, 0, 32_000);
                var written = decoder.GetChars(bytes, 0, read, chars, 0, flush: read == 0);
                if (chars.AsSpan(0, written).ContainsAny(NotText)) return false;
                if (read == 0) return true;
            }
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static string? Brand(Stream s) =>
        Head(s, 12) is { Length: 12 } head && head.AsSpan(4, 4).SequenceEqual("ftyp"u8) ? Encoding.ASCII.GetString(head, 8, 4) : null;

    private static byte[] Head(Stream s, int length)
    {
        s.Position = 0;
        var head = new byte[length];
        var read = s.ReadAtLeast(head, length, throwOnEndOfStream: false);
        return read == length ? head : head[..read];
    }
}
