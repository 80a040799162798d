namespace Lyceum.Platform.Localization;

/// <summary>How dates, times, numbers and sizes are written. Numbers keep their unit beside them by a no-break space.</summary>
public sealed partial class Texts
{
    private const char NoBreak = '\u00A0';

    /// <summary>“10 Nov 2026”.</summary>
    public string Date(DateOnly date) => date.ToString("d MMM yyyy", Language.Culture);

    /// <summary>“Tue 10 Nov”: where people plan, the weekday matters and the year does not.</summary>
    public string Day(DateOnly date) => date.ToString("ddd d MMM", Language.Culture);

    /// <summary>“Tuesday 10 November 2026”.</summary>
    public string LongDate(DateOnly date) => date.ToString("dddd d MMMM yyyy", Language.Culture);

    /// <summary>“09:52”, always in 24 hours.</summary>
    public string Time(TimeOnly time) => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>“Tue 10 Nov 2026, 09:52” in the zone given.</summary>
    public string DateTime(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return $"{local.ToString("ddd d MMM yyyy", Language.Culture)}{(Language.RightToLeft ? '،' : ',')} {Time(TimeOnly.FromDateTime(local.DateTime))}";
    }

    /// <summary>“Tue 10 Nov 09:52:16” in the zone given: where the second is evidence.</summary>
    public string Exact(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return local.ToString("ddd d MMM yyyy HH:mm:ss", Language.Culture);
    }

    /// <summary>“just now”, “5 minutes ago”, “in 3 days”; beyond a month the date, because nobody counts weeks. Put the exact time in the title.</summary>
    public string Relative(DateTimeOffset instant, DateTimeOffset now, TimeZoneInfo zone)
    {
        var gap = (instant - now).Duration();
        var side = instant > now ? "in" : "ago";
        return gap switch
        {
            { TotalSeconds: < 45 } => this["ui.time.now"],
            { TotalMinutes: < 60 } => this[$"ui.time.{side}.minutes", ("count", Math.Max(1, (int)Math.Round(gap.TotalMinutes)))],
            { TotalHours: < 24 } => this[$"ui.time.{side}.hours", ("count", Math.Max(1, (int)Math.Round(gap.TotalHours)))],
            { TotalDays: < 30 } => this[$"ui.time.{side}.days", ("count", Math.Max(1, (int)Math.Round(gap.TotalDays)))],
            _ => Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime)),
        };
    }

    /// <summary>“18 min”, “5 h 40 min”, “45 s”; rounded down to what is shown.</summary>
    public string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(1)) return this["ui.time.short.seconds", ("n", (int)duration.TotalSeconds)];
        var (hours, minutes) = ((int)duration.TotalHours, duration.Minutes);
        if (hours == 0) return this["ui.time.short.minutes", ("n", minutes)];
        return minutes == 0 ? this["ui.time.short.hours", ("n", hours)] : this["ui.time.short.both", ("h", hours), ("m", minutes)];
    }

    /// <summary>“1,284” or, in Greek, “1.284”; decimals as many as the value has, at most <paramref name="decimals"/>.</summary>
    public string Number(decimal value, int decimals = 2) => value.ToString("#,##0." + new string('#', decimals), Language.Culture);

    /// <summary>“9 Nov”: a place on an axis.</summary>
    public string ShortDay(DateOnly date) => date.ToString("d MMM", Language.Culture);

    /// <summary>“91.4 %” of a share between 0 and 1. Rounded half away from zero to the decimals given. Isolated where words run right to left: the sign would change sides.</summary>
    public string Percent(decimal share, int decimals = 0)
    {
        var text = $"{Math.Round(share * 100, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals, Language.Culture)}{NoBreak}%";
        return Language.RightToLeft ? $"\u2066{text}\u2069" : text;
    }

    /// <summary>“€640.00”; in Greek “640,00 €”. Always two decimals; the ISO code where there is no common sign.</summary>
    public string Money(decimal amount, string currency)
    {
        var number = amount.ToString("N2", Language.Culture);
        var sign = currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", _ => null };
        if (sign is null) return $"{number}{NoBreak}{currency}";
        return Language.Code == "el" ? $"{number}{NoBreak}{sign}" : $"{sign}{number}";
    }

    /// <summary>“1.4 MB”; steps of 1,000, as file managers count.</summary>
    public string Size(long bytes) => bytes switch
    {
        < 1_000 => this["ui.size.bytes", ("n", bytes)],
        < 1_000_000 => this["ui.size.kb", ("n", decimal.Round(bytes / 1_000m))],
        < 1_000_000_000 => this["ui.size.mb", ("n", decimal.Round(bytes / 1_000_000m, 1))],
        _ => this["ui.size.gb", ("n", decimal.Round(bytes / 1_000_000_000m, 1))],
    };
}
