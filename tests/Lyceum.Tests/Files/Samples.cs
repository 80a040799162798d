using System.IO.Compression;
using System.Text;

namespace Lyceum.Tests.Files;

/// <summary>The smallest content that is what it says.</summary>
internal static class Samples
{
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    public static readonly byte[] Mp4Head = [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2"u8];
    public static readonly byte[] HostileSvg = Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>fetch('/api/v1/me')</script></svg>");

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Office(params string[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in (string[])["[Content_Types].xml", .. parts])
                using (var entry = zip.CreateEntry(part).Open()) entry.Write("<x/>"u8);
        return bytes.ToArray();
    }
}
