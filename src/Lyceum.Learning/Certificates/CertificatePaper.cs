using System.Globalization;
using System.Net;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Pdf;
using Lyceum.Platform.Web;

namespace Lyceum.Learning.Certificates;

/// <summary>The certificate as it is printed: A4 landscape, fixed colours, serif; the holder's name in its own script, the Latin one below it.</summary>
internal static class CertificatePaper
{
    private const string Mark =
        """<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M16 3v26"/><path d="M10.5 9c0-2.6 2.4-3.6 5.5-3.6 4 0 6.2 1.7 6.2 4.4 0 5.6-12.6 3.2-12.6 8.6 0 4.6 9.4 3 9.4 6.8 0 2-2 2.6-3 2.6"/><circle cx="9" cy="9.6" r=".9" fill="currentColor"/></svg>""";

    /// <summary>Paper has no dark theme: the colours are those of the drawn page, written out.</summary>
    private const string Styles =
        """
        @page { size: A4 landscape; margin: 0; }
        * { box-sizing: border-box; }
        html, body { margin: 0; }
        body { font-family: "Source Serif 4", "Noto Serif", "Noto Naskh Arabic", "DejaVu Serif", serif; color: #1D2026; background: #FFFEFB; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        main { position: relative; width: 297mm; height: 209mm; padding: 20mm 26mm 16mm; display: flex; flex-direction: column; outline: 1px solid #8A8577; outline-offset: -8mm; }
        p, h1 { margin: 0; }
        .head { display: flex; gap: 4mm; align-items: center; font-weight: 600; font-size: 15pt; }
        .head svg { width: 11mm; height: 11mm; color: #2C3E96; }
        .head .where { margin-inline-start: auto; font-weight: 400; font-size: 12pt; color: #4E535C; }
        .body { margin-block: auto; max-width: 220mm; }
        .body p { font-size: 13.5pt; line-height: 1.5; }
        .quiet { color: #4E535C; }
        h1 { font-size: 40pt; line-height: 1.25; font-weight: 500; margin-block: 1mm 1mm; overflow-wrap: anywhere; }
        h1:lang(ar) { line-height: 1.6; }
        .latin { margin-block-end: 5mm; }
        .course { font-size: 25pt !important; line-height: 1.3 !important; font-weight: 600; margin-block: 1mm 3mm; overflow-wrap: anywhere; }
        footer { display: grid; grid-template-columns: 1fr 1fr auto; gap: 12mm; align-items: end; font-size: 10.5pt; line-height: 1.45; }
        .sign { border-block-start: 1px solid #1D2026; padding-block-start: 2mm; }
        footer svg { width: 27mm; height: 27mm; display: block; }
        .proof { margin-block-start: 6mm; font: 8.5pt/1.4 "Inter", "Noto Sans", "Noto Sans Arabic", sans-serif; color: #4E535C; }
        """;

    public static PdfSource Source(CertificateFacts facts, TextCatalogue catalogue, Origins origins)
    {
        var language = Language.Find(facts.Language) ?? Language.English;
        var texts = catalogue.For(language);
        var address = $"{origins.Main.TrimEnd('/')}/verify/{facts.Serial}";
        var institution = facts.Institution.In(language);
        var title = facts.Title.In(language);
        var date = texts.LongDate(DateIn(facts.Zone, facts.CompletedAt));
        var latin = facts.HolderLatin is null ? "" : $"""<p class="quiet latin" lang="en" dir="ltr">{E(facts.HolderLatin)}</p>""";
        var hours = facts.Hours > 0 ? texts["learning.certificate.hours", ("count", facts.Hours)] : texts["learning.certificate.completed"];
        var teacher = facts.Teacher is null ? "<div></div>" : $"""<div class="sign"><bdi>{E(facts.Teacher)}</bdi><br><span class="quiet">{E(texts["learning.certificate.instructor"])}</span></div>""";
        var body =
            $"""
            <main>
            <header class="head">{Mark}<p lang="{facts.Institution.Spoken(language).Code}" dir="auto">{E(institution)}</p><p class="where" dir="auto">{E(facts.Address ?? "")}</p></header>
            <div class="body">
            <p class="quiet">{E(texts["learning.certificate.certify"])}</p>
            <h1><bdi lang="{ScriptLanguage(facts.HolderName)}">{E(facts.HolderName)}</bdi></h1>
            {latin}
            <p>{E(hours)}</p>
            <p class="course"><bdi lang="{facts.Title.Spoken(language).Code}">{E(title)}</bdi></p>
            <p class="quiet">{E(texts["learning.certificate.work"])}</p>
            </div>
            <footer>{teacher}<div class="sign">{E(institution)}<br><span class="quiet">{E(date)}</span></div>{QrCode.Svg(address, texts["learning.certificate.qr", ("address", address)])}</footer>
            <p class="proof">{E(texts["learning.certificate.serial"])} <bdi dir="ltr">{E(facts.Serial)}</bdi> · {E(texts["learning.certificate.verify-at"])} <bdi dir="ltr">{E(address)}</bdi></p>
            </main>
            """;
        return new PdfSource($"{texts["learning.certificate.title"]} {facts.Serial}", language, Styles, body, facts.CompletedAt);
    }

    /// <summary>What the verification page repeats, in every language of the house.</summary>
    public static IReadOnlyList<IssuedDetail> Details(CertificateFacts facts, TextCatalogue catalogue)
    {
        var day = DateIn(facts.Zone, facts.CompletedAt);
        List<IssuedDetail> details = [new(InAll(catalogue, t => t["learning.certificate.detail.completed"]), InAll(catalogue, t => t.LongDate(day)))];
        if (facts.Hours > 0) details.Add(new(InAll(catalogue, t => t["learning.certificate.detail.hours"]), InAll(catalogue, t => t.Number(facts.Hours))));
        if (facts.Credits > 0) details.Add(new(InAll(catalogue, t => t["learning.certificate.detail.credits"]), InAll(catalogue, t => t.Number(facts.Credits))));
        return details;
    }

    /// <summary>The language whose letters a name is written in: chooses the shaping and the hyphenation of the renderer.</summary>
    internal static string ScriptLanguage(string name)
    {
        foreach (var c in name)
        {
            if (c is >= '\u0370' and <= '\u03ff' or >= '\u1f00' and <= '\u1fff') return "el";
            if (c is >= '\u0600' and <= '\u06ff' or >= '\u0750' and <= '\u077f' or >= '\ufb50' and <= '\ufdff' or >= '\ufe70' and <= '\ufeff') return "ar";
        }
        return "en";
    }

    private static LocalizedName InAll(TextCatalogue catalogue, Func<Texts, string> say) =>
        new(say(catalogue.For(Language.English)), say(catalogue.For(Language.Greek)), say(catalogue.For(Language.Arabic)));

    private static DateOnly DateIn(string zone, DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc).DateTime);

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
