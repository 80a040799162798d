using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using QRCoder;

namespace Lyceum.Platform.Issued;

/// <summary>QR codes (ISO/IEC 18004) as SVG that needs no style of its own.</summary>
public static class QrCode
{
    /// <summary>
    /// One path in the colour of the text around it, with the quiet zone of four modules that the standard asks for; error correction M (15 %), so that a
    /// creased print still reads. The label is what screen readers say.
    /// </summary>
    public static string Svg(string url, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        // QRCoder's matrix carries its own quiet zone of four.
        var side = rows.Count;
        var path = new StringBuilder();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                if (!rows[y][x]) continue;
                var start = x;
                while (x + 1 < side && rows[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }
        return $"""<svg class="ly-qr" viewBox="0 0 {side} {side}" role="img" aria-label="{HtmlEncoder.Default.Encode(label)}" shape-rendering="crispEdges"><path d="{path}" fill="currentColor"/></svg>""";
    }
}
