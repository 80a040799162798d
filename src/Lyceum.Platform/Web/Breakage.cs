using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Web;

/// <summary>The one place where an exception becomes an answer: unreadable input 400/413/415, a missing database or file store 503, anything else our bug and 500 with fixed text.</summary>
internal sealed partial class Breakage(NpgsqlDataSource database, ILogger<Breakage> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        LostConnections.Heal(database, exception);
        var refusal = RefusalOf(exception);
        if (refusal is PlatformErrors.BrokenRefusal) LogBug(log, exception, httpContext.TraceIdentifier);
        else if (refusal is UnavailableRefusal) LogAway(log, refusal.Code, exception.GetType().Name, httpContext.TraceIdentifier);
        if (httpContext.Response.HasStarted) return false;

        httpContext.Response.Headers.CacheControl = "no-store";
        if (!ErrorPages.WantsPage(httpContext.Request) || refusal.Status is 400 or 413 or 415) await Problems.Write(httpContext, refusal);
        else await WritePage(httpContext, refusal);
        return true;
    }

    /// <summary>Drawn from texts alone: whatever broke may be what the layout needs.</summary>
    private static Task WritePage(HttpContext http, Refusal refusal)
    {
        var texts = http.RequestServices.GetRequiredService<Texts>();
        var shell = Shell.Of(http);
        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = "text/html; charset=utf-8";
        if (refusal is UnavailableRefusal away) http.Response.Headers.RetryAfter = ((int)away.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return http.Response.WriteAsync(refusal is UnavailableRefusal
            ? StaticPages.Maintenance(texts, shell.Institution, http.TraceIdentifier, texts[refusal.Code], shell.HelpAddress)
            : StaticPages.Fault(texts, shell.Institution, http.TraceIdentifier, shell.HelpAddress));
    }

    private static Refusal RefusalOf(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: 413 } => PlatformErrors.TooLarge,
        BadHttpRequestException { StatusCode: 415 } => PlatformErrors.UnsupportedMedia,
        BadHttpRequestException or InvalidDataException or Microsoft.AspNetCore.Antiforgery.AntiforgeryValidationException => PlatformErrors.Unreadable,
        InvalidOperationException { TargetSite: { } at } when at.DeclaringType == typeof(HttpRequestJsonExtensions) => PlatformErrors.UnsupportedMedia,   // a charset that is none
        Files.ContentAwayException => Files.FileErrors.Away,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => PlatformErrors.Unreadable,   // NUL, which PostgreSQL keeps in no text
        _ when LostConnections.DatabaseIsAway(e) => PlatformErrors.DatabaseAway,
        _ => PlatformErrors.Broken,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled exception in request {RequestId}")]
    private static partial void LogBug(ILogger log, Exception e, string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Code} ({Reason}) in request {RequestId}")]
    private static partial void LogAway(ILogger log, string code, string reason, string requestId);
}
