using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Lyceum.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Lyceum.Platform.Localization;

/// <summary>The language of this request. Filled by <c>UseLanguage</c>; English where there is no request.</summary>
public sealed class RequestLanguage
{
    public Language Value { get; internal set; } = Language.English;
}

/// <summary>Where a language may come from that Platform does not know: rooms above fill these in.</summary>
public sealed class LanguageSources
{
    /// <summary>The language code in the settings of the signed-in account; null when signed out or unset. Must not read the database.</summary>
    public Func<HttpContext, string?> Account { get; set; } = static _ => null;

    /// <summary>The language code of the institution. Must not read the database.</summary>
    public Func<HttpContext, string?> Institution { get; set; } = static _ => null;
}

/// <summary>How texts and the language of a request enter the host.</summary>
public static class Localizing
{
    /// <summary>The cookie that remembers a visitor's choice.</summary>
    public const string Cookie = "lyceum-language";

    /// <summary>Adds the catalogue of all modules' texts, and <see cref="Texts"/> in the language of the request.</summary>
    public static IServiceCollection AddTexts(this IServiceCollection services, House house)
    {
        services.AddOptions<LanguageSources>();
        services.AddSingleton(sp => new TextCatalogue([typeof(TextCatalogue).Assembly, .. house.Assemblies], sp.GetService<ILogger<TextCatalogue>>()));
        // The default encoder turns every Greek and Arabic letter into eight characters of entity.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddScoped<RequestLanguage>();
        services.AddScoped(sp => sp.GetRequiredService<TextCatalogue>().For(sp.GetRequiredService<RequestLanguage>().Value));
        return services;
    }

    /// <summary>
    /// Chooses the language: cookie, account, what the browser asks for, institution, of those the school speaks. Place it after authentication.
    /// Only the UI culture changes: numbers in forms, SQL and JSON stay invariant.
    /// </summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var language = Choose(context, context.RequestServices.GetRequiredService<IOptions<LanguageSources>>().Value, context.RequestServices.GetService<SchoolSettings>()?.Languages() ?? Language.All);
        context.RequestServices.GetRequiredService<RequestLanguage>().Value = language;
        CultureInfo.CurrentUICulture = language.Culture;
        return next(context);
    });

    internal static Language Choose(HttpContext context, LanguageSources sources, IReadOnlyList<Language> offered) =>
        Offered(Language.Find(context.Request.Cookies[Cookie]), offered)
        ?? Offered(Language.Find(sources.Account(context)), offered)
        ?? Accepted(context.Request, offered)
        ?? Offered(Language.Find(sources.Institution(context)), offered)
        ?? offered[0];

    private static Language? Offered(Language? language, IReadOnlyList<Language> offered) => language is not null && offered.Contains(language) ? language : null;

    private static Language? Accepted(HttpRequest request, IReadOnlyList<Language> offered)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var asked)) return null;
        return asked.Where(a => a.Quality is null or > 0).OrderByDescending(a => a.Quality ?? 1).Select(a => Offered(Language.Find(a.Value.Value), offered)).FirstOrDefault(l => l is not null);
    }
}
