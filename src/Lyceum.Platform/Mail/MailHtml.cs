using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Lyceum.Platform.Mail;

/// <summary>
/// The look of a mail. Mail programs read little but attributes, so every rule stands in its element; the two media blocks (phone, dark) are the only
/// style sheet and override by <c>!important</c>. Tables carry the layout; no picture, no font is fetched. Colours are fixed: mail knows no custom properties.
/// </summary>
internal static partial class MailHtml
{
    private const string Font = "font:16px/26px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',Arial,sans-serif";
    private const string Paragraph = "margin:0 0 16px";
    private const string Quiet = "margin:0 0 16px;color:#4E535C;font-size:14px;line-height:22px";
    private const string Anchor = "color:#2C3E96";

    private const string Media =
        "@media (max-width:480px){.page-cell{padding:0!important}.sheet{border:0!important}.brand{padding:20px!important}.text,.rule,.foot{padding-left:20px!important;padding-right:20px!important}" +
        ".act,.act tbody,.act tr,.act td{display:block!important}.act a{text-align:center!important}}" +
        "@media (prefers-color-scheme:dark){body,.page-cell{background:#15161A!important;color:#ECE8DF!important}.sheet{background:#1C1E22!important;border-color:#303238!important}" +
        ".brand{border-color:#7B776E!important}.rule,.foot{border-color:#303238!important}a{color:#AEB9FF!important}.act td{background:#AEB9FF!important}" +
        ".act a{border-color:#AEB9FF!important;color:#14172C!important}.code{background:#101114!important}.quiet{color:#B9B4A9!important}}";

    public static string Of(MailParts parts)
    {
        var html = new StringBuilder();
        var (code, direction) = (parts.Language.Code, parts.Language.Direction);
        html.Append($"<!doctype html>\n<html lang=\"{code}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">")
            .Append($"<title>{Text(parts.Subject)}</title><style>{Media}</style></head>\n<body style=\"margin:0;background:#F8F6F0;color:#1D2026\">\n");
        if (parts.Preview is not null)
            html.Append($"<div style=\"display:none;max-height:0;overflow:hidden;opacity:0\">{Text(parts.Preview)}</div>\n");
        html.Append($"<table class=\"page\" role=\"presentation\" dir=\"{direction}\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;width:100%\"><tr><td class=\"page-cell\" align=\"center\" style=\"padding:32px 16px\">\n")
            .Append($"<table class=\"sheet\" role=\"presentation\" dir=\"{direction}\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;width:100%;max-width:560px;margin:0 auto;background:#FFFEFB;border:1px solid #E3DED2;text-align:start;{Font}\">\n")
            .Append($"<tr><td class=\"brand\" style=\"padding:24px 32px;border-bottom:1px solid #8A8577;font:600 18px/24px Georgia,'Times New Roman',serif\">{Text(parts.Institution)}</td></tr>\n")
            .Append("<tr><td class=\"text\" style=\"padding:32px 32px 24px\">\n")
            .Append($"<h1 style=\"margin:0 0 16px;font-size:26px;line-height:34px;font-weight:650;letter-spacing:-.01em\">{Rich(parts.Heading)}</h1>\n");
        if (parts.Greeting is not null) html.Append($"<p style=\"{Paragraph}\">{Rich(parts.Greeting)}</p>\n");
        foreach (var paragraph in parts.Body) html.Append($"<p style=\"{Paragraph}\">{Rich(paragraph)}</p>\n");
        Act(html, parts);
        foreach (var paragraph in parts.After) html.Append($"<p class=\"quiet\" style=\"{Quiet}\">{Rich(paragraph)}</p>\n");
        html.Append("</td></tr>\n");
        if (parts.AsideHeading is not null)
        {
            html.Append($"<tr><td class=\"text rule\" style=\"padding:24px 32px 8px;border-top:1px solid #E3DED2\"><h2 style=\"margin:0 0 8px;font-size:16px;line-height:24px\">{Rich(parts.AsideHeading)}</h2>\n");
            foreach (var paragraph in parts.AsideBody) html.Append($"<p style=\"{Paragraph}\">{Rich(paragraph)}</p>\n");
            html.Append("</td></tr>\n");
        }
        html.Append("<tr><td class=\"foot quiet\" style=\"padding:20px 32px 12px;border-top:1px solid #E3DED2;color:#4E535C;font-size:13px;line-height:20px\">")
            .Append($"<p style=\"margin:0 0 12px\">{Text(parts.Sender)}</p><p style=\"margin:0 0 12px\">{Rich(parts.Why is null ? parts.Number : parts.Why + " " + parts.Number)}</p></td></tr>\n")
            .Append("</table>\n</td></tr></table>\n</body></html>\n");
        return html.ToString();
    }

    /// <summary>The button, and beside it what to type or copy where it does not open.</summary>
    private static void Act(StringBuilder html, MailParts parts)
    {
        if (parts.Link is not null)
            html.Append("<table class=\"act\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:separate;margin:8px 0 24px\"><tr><td style=\"background:#2C3E96;border-radius:6px\">")
                .Append($"<a href=\"{Text(parts.Link)}\" style=\"display:block;padding:14px 24px;border:1px solid #2C3E96;border-radius:6px;color:#FFFFFF;font-weight:600;line-height:20px;text-decoration:none\">{Text(parts.Button)}</a></td></tr></table>\n");
        if (parts.Code is not null)
            html.Append($"<p style=\"{Paragraph}\">{Rich(parts.CodeLead)}</p>\n")
                .Append($"<p class=\"code\" dir=\"ltr\" style=\"margin:0 0 16px;padding:12px 16px;background:#F0EDE4;font:600 22px/28px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.12em\">{Text(parts.Code)}</p>\n");
        if (parts.Link is not null)
            html.Append($"<p class=\"quiet\" style=\"{Quiet}\">{Text(parts.LinkLead)}<br><a href=\"{Text(parts.Link)}\" dir=\"ltr\" style=\"{Anchor};overflow-wrap:anywhere\">{Text(parts.Link)}</a></p>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Rich(string text) => Bold.Replace(Text(text), "<b>$1</b>").Replace("\n", "<br>", StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*(.+?)\*\*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bold { get; }
}
