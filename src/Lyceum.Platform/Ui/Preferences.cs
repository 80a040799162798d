using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Ui;

/// <summary>
/// What a browser remembers about its reader without an account: language and theme. Plain form posts that set a cookie and lead back.
/// They carry no antiforgery token: the layout of every anonymous page would need one, and the worst a foreign site gains is a dark page.
/// </summary>
public static class Preferences
{
    /// <summary>The cookie that holds <c>light</c>, <c>dark</c> or <c>auto</c>.</summary>
    public const string ThemeCookie = "lyceum-theme";

    /// <summary>Maps <c>POST /preferences/language</c> and <c>POST /preferences/theme</c>; the caller states who may.</summary>
    public static RouteGroupBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/preferences").DisableAntiforgery().ExcludeFromDescription();
        // As Delegate: a method that takes a context and returns a task would match RequestDelegate, which drops its result.
        group.MapPost("/language", (Delegate)SetLanguage);
        group.MapPost("/theme", (Delegate)SetTheme);
        return group;
    }

    /// <summary>Remembers the language in field <c>language</c>; an unknown one changes nothing.</summary>
    public static async Task<IResult> SetLanguage(HttpContext context)
    {
        var (value, back) = await Read(context, "language");
        if (Language.Find(value) is { } language) Remember(context, Localizing.Cookie, language.Code);
        return back;
    }

    /// <summary>Remembers the theme in field <c>theme</c>; an unknown one changes nothing.</summary>
    public static async Task<IResult> SetTheme(HttpContext context)
    {
        var (value, back) = await Read(context, "theme");
        if (Parse(value) is { } theme) Remember(context, ThemeCookie, Word(theme));
        return back;
    }

    /// <summary>The theme this browser asked for.</summary>
    public static Theme ThemeOf(HttpContext context) => Parse(context.Request.Cookies[ThemeCookie]) ?? Theme.Auto;

    /// <summary>The value of <c>data-bs-theme</c> and of the cookie.</summary>
    public static string Word(Theme theme) => theme switch { Theme.Light => "light", Theme.Dark => "dark", _ => "auto" };

    /// <summary>Whether an address may follow a post: a path of this site. “//host” and “/\host” are other sites to a browser.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..] && (address.Length == 1 || address[1] is not ('/' or '\\')) && !address.Any(char.IsControl);

    private static Theme? Parse(string? word) => word switch { "light" => Theme.Light, "dark" => Theme.Dark, "auto" => Theme.Auto, _ => null };

    private static async Task<(string? Value, IResult Back)> Read(HttpContext context, string field)
    {
        if (!context.Request.HasFormContentType) return (null, Results.StatusCode(StatusCodes.Status415UnsupportedMediaType));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = form["back"].ToString();
        return (form[field], new SeeOther(IsLocal(back) ? back : "/"));
    }

    private static void Remember(HttpContext context, string cookie, string value) => context.Response.Cookies.Append(cookie, value, new CookieOptions
    {
        Path = "/",
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        HttpOnly = true,
        IsEssential = true,
        Secure = context.Request.IsHttps,
    });

    /// <summary>303: after a post the browser reads the page again with GET.</summary>
    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
