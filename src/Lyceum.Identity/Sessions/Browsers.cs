using Lyceum.Platform.Localization;

namespace Lyceum.Identity.Sessions;

/// <summary>What a person calls the thing they signed in with: “Firefox on Windows”. Guessed from the user agent, for recognising only.</summary>
internal static class Browsers
{
    private static readonly (string Mark, string Name)[] Programs = [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];
    private static readonly (string Mark, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    /// <summary>What a session is called: the browser, or the app by the first word it says of itself.</summary>
    public static string Name(SessionView session, Texts texts)
    {
        if (session.Kind != SessionKind.App) return Name(session.UserAgent, texts);
        var name = session.UserAgent?.Split('/', ' ')[0];
        return string.IsNullOrEmpty(name) ? texts["identity.session.app_unnamed"] : texts["identity.session.app", ("name", name)];
    }

    public static string Name(string? agent, Texts texts)
    {
        var program = Programs.FirstOrDefault(p => agent?.Contains(p.Mark, StringComparison.Ordinal) == true).Name;
        var system = Systems.FirstOrDefault(p => agent?.Contains(p.Mark, StringComparison.Ordinal) == true).Name;
        return (program, system) switch
        {
            (null, null) => texts["identity.session.unknown"],
            (not null, null) => program,
            (null, not null) => system,
            _ => texts["identity.session.browser_on", ("browser", program), ("system", system)],
        };
    }
}
