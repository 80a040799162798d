using System.Net;
using System.Text;
using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Ui;

/// <summary>
/// The pages that must be drawn when nothing else works: a fault of ours, and maintenance. Made from texts alone, without database,
/// services or a renderer; linked to the style sheet and readable without it. Safe from any thread.
/// </summary>
public static class StaticPages
{
    /// <summary>The page of a fault (500). The request id is what the help desk asks for.</summary>
    public static string Fault(Texts texts, string institution, string requestId, string? helpAddress = null) =>
        Page(texts, institution, "ui.error.500", "500", requestId, helpAddress, null);

    /// <summary>The page while the school is closed (503); looks again by itself every 30 seconds.</summary>
    /// <param name="reason">What happened, in the reader's language; null for the general words.</param>
    public static string Maintenance(Texts texts, string institution, string requestId, string? reason = null, string? helpAddress = null) =>
        Page(texts, institution, "ui.error.503", "503", requestId, helpAddress, reason, refresh: true);

    private static string Page(Texts texts, string institution, string key, string status, string requestId, string? help, string? reason, bool refresh = false)
    {
        var language = texts.Language;
        var page = new StringBuilder(2048);
        page.Append("<!DOCTYPE html>\n<html lang=\"").Append(language.Code).Append("\" dir=\"").Append(language.Direction).Append("\" data-bs-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (refresh) page.Append("<meta http-equiv=\"refresh\" content=\"30\">\n");
        page.Append("<title>").Append(E(texts[key + ".title"])).Append(" · ").Append(E(institution)).Append("</title>\n");
        page.Append("<link rel=\"icon\" href=\"/lib/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/lib/lyceum.css\">\n</head>\n<body>\n");
        page.Append("<div class=\"ly-public\"><header class=\"ly-pubnav\"><a class=\"ly-brand\" href=\"/\"><span>").Append(E(institution)).Append("</span></a></header></div>\n");
        page.Append("<main class=\"ly-oops ly-oops-alone\" id=\"main\">\n<p class=\"ly-label mb-0\">").Append(status).Append("</p>\n<h1>").Append(E(texts[key + ".title"])).Append("</h1>\n<dl class=\"ly-reasons\">\n");
        Row(page, texts["ui.error.happened"], E(reason ?? texts[key + ".happened"]));
        Row(page, texts["ui.error.lost"], E(texts[key + ".lost"]));
        Row(page, texts["ui.error.do"], E(texts[key + ".do"]));
        if (help is not null) Row(page, texts["ui.error.help"], $"<a class=\"ly-a\" href=\"mailto:{E(help)}\"><bdi>{E(help)}</bdi></a>");
        page.Append("</dl>\n<div class=\"ly-actions mb-5\"><a class=\"btn btn-primary\" href=\"").Append(refresh ? "" : "/").Append("\">").Append(E(texts[refresh ? "ui.error.look-now" : "ui.home"]));
        page.Append("</a> <a class=\"btn\" href=\"/status\">").Append(E(texts["ui.public.status"])).Append("</a></div>\n<p class=\"ly-small ly-quiet mb-0\">");
        page.Append(E(texts["ui.error.request"])).Append(" <bdi class=\"ly-code\">").Append(E(requestId)).Append("</bdi></p>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Row(StringBuilder page, string name, string html) =>
        page.Append("<div><dt>").Append(E(name)).Append("</dt><dd>").Append(html).Append("</dd></div>\n");

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
