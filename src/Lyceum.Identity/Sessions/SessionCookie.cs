using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.Sessions;

/// <summary>
/// The cookies of signing in. <c>__Host-</c> binds a cookie to this host over https (RFC 6265bis §4.1.3.2); over plain http, which is
/// loopback only, browsers refuse the prefix, so the name is bare.
/// </summary>
public static class SessionCookie
{
    private const string Session = "lyceum";
    private const string Code = "lyceum-code";
    private const string Device = "lyceum-device";
    private const string Provider = "lyceum-provider";
    private const string Acting = "lyceum-as";

    internal static string? Read(HttpContext http) => Value(http, Session);

    internal static string? ReadCode(HttpContext http) => Value(http, Code);

    internal static string? ReadDevice(HttpContext http) => Value(http, Device);

    /// <summary>
    /// For whom the pages in this browser were drawn: the id of the impersonation, no secret. The session alone decides; this tells a post of a page of then,
    /// which comes when it is over, from one that is meant for oneself.
    /// </summary>
    internal static Guid? ReadActing(HttpContext http) => Guid.TryParseExact(Value(http, Acting), "n", out var id) ? id : null;

    internal static void WriteActing(HttpContext http, Guid id) => Set(http, Acting, id.ToString("n"), null);

    internal static void ClearActing(HttpContext http) => http.Response.Cookies.Delete(Name(http, Acting), Options(http, null));

    /// <summary>Keeps the session's token in the browser: until it is closed, or as long as the session may live when “keep me signed in” was chosen.</summary>
    public static void Write(HttpContext http, string token, DateTimeOffset? keepUntil)
    {
        Set(http, Session, token, keepUntil);
        if (ReadActing(http) is not null) ClearActing(http);   // a new session acts for nobody
    }

    internal static void WriteCode(HttpContext http, string token) => Set(http, Code, token, null);

    internal static void WriteDevice(HttpContext http, string token, DateTimeOffset until) => Set(http, Device, token, until);

    internal static string? ReadProvider(HttpContext http) => Value(http, Provider, 3000);

    internal static void WriteProvider(HttpContext http, string visit) => Set(http, Provider, visit, null);

    internal static void ClearProvider(HttpContext http) => http.Response.Cookies.Delete(Name(http, Provider), Options(http, null));

    internal static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name(http, Session), Options(http, null));

    internal static void ClearCode(HttpContext http) => http.Response.Cookies.Delete(Name(http, Code), Options(http, null));

    private static string? Value(HttpContext http, string name, int longest = 100) => http.Request.Cookies[Name(http, name)] is { Length: > 0 } value && value.Length <= longest ? value : null;

    private static void Set(HttpContext http, string name, string value, DateTimeOffset? until) => http.Response.Cookies.Append(Name(http, name), value, Options(http, until));

    private static string Name(HttpContext http, string name) => http.Request.IsHttps ? "__Host-" + name : name;

    private static CookieOptions Options(HttpContext http, DateTimeOffset? until) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,   // a link in a mail must find the reader signed in; unsafe requests are guarded by Fetch Metadata
        Path = "/",
        Expires = until,
        IsEssential = true,
    };
}
