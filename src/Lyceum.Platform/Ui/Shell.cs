using Lyceum.Platform.Localization;
using Lyceum.Platform.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Ui;

/// <summary>Who is signed in, as the layout shows them.</summary>
/// <param name="Name">The display name.</param>
/// <param name="PictureHref">A link to the picture of the round mark; null shows initials.</param>
/// <param name="Caption">What stands under the name, such as “Registrar” or “BSc Nursing, year 2”; already in the reader's language.</param>
public sealed record ShellPerson(string Name, string? PictureHref = null, string? Caption = null);

/// <summary>That somebody acts for the person whose pages these are.</summary>
/// <param name="By">Who sits there.</param>
/// <param name="Name">As whom.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Now">The server's time, from which the rest is counted.</param>
public sealed record ShellActing(string By, string Name, DateTimeOffset Until, DateTimeOffset Now);

/// <summary>A word in the sidebar. <paramref name="Badge"/> is how many things wait there; nothing is shown for zero.</summary>
public sealed record ShellLink(string TextKey, string Href, string Icon, int Badge = 0);

/// <summary>The words of one role. The title is shown only when a person has several groups.</summary>
public sealed record NavGroup(string TitleKey, IReadOnlyList<ShellLink> Links);

/// <summary>Which colours a person asked for; <see cref="Auto"/> follows the device.</summary>
public enum Theme { Auto, Light, Dark }

/// <summary>
/// All that a layout shows beside the page. Loaded once per request by middleware and put into the context: a layout and a page that
/// both read through the request's one database context would collide.
/// </summary>
public sealed record Shell
{
    /// <summary>The institution's name in the reader's language.</summary>
    public required string Institution { get; init; }

    /// <summary>The signed-in person; null for a visitor.</summary>
    public ShellPerson? Person { get; init; }

    /// <summary>The sidebar, as <see cref="NavMap.For"/> makes it.</summary>
    public IReadOnlyList<NavGroup> Nav { get; init; } = [];

    /// <summary>Unread notifications.</summary>
    public int Unread { get; init; }

    public Language Language { get; init; } = Language.English;

    /// <summary>The languages a reader may choose among.</summary>
    public IReadOnlyList<Language> Languages { get; init; } = Language.All;

    public Theme Theme { get; init; } = Theme.Auto;

    /// <summary>The zone in which this reader sees instants; UTC until it is known.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether this is a demo school: every page says so.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Whether changes are refused at the moment: every page says so.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Set while the reader acts for somebody else: every page says so.</summary>
    public ShellActing? Acting { get; init; }

    /// <summary>True on the first page after that was over by itself.</summary>
    public bool ActingIsOver { get; init; }

    /// <summary>What to tell the help desk.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Who can help, as an e-mail address; null where the school has named nobody.</summary>
    public string? HelpAddress { get; init; }

    /// <summary>The shell of this request; a plain visitor's when middleware has not filled one (errors before it, static pages).</summary>
    public static Shell Of(HttpContext context) => context.Features.Get<Shell>() ?? Visitor(context, "Lyceum");

    /// <summary>A visitor's shell with the language, theme and request id of the request: the start for middleware, with <c>with { … }</c>.</summary>
    public static Shell Visitor(HttpContext context, string institution) => new()
    {
        Institution = institution,
        Language = context.RequestServices.GetService<RequestLanguage>()?.Value ?? Language.English,
        Languages = context.RequestServices.GetService<SchoolSettings>()?.Languages() ?? Language.All,
        Theme = Preferences.ThemeOf(context),
        RequestId = context.TraceIdentifier,
    };

    /// <summary>Makes this the shell of the request.</summary>
    public void PlaceIn(HttpContext context) => context.Features.Set(this);
}
