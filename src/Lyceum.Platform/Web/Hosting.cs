using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Telemetry;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Lyceum.Platform.Web;

/// <summary>Builds the services and the pipeline of a house; the composition root only lists the modules.</summary>
public static class Hosting
{
    /// <summary>Services every entrance needs (web, worker, CLI): database, door, texts, the modules' own.</summary>
    public static IServiceCollection AddHouse(this IServiceCollection services, House house, NpgsqlDataSource database)
    {
        services.AddSingleton(house);
        services.AddSingleton(database);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SystemMode>();
        services.AddSingleton<Settings.DemoMark>();
        services.TryAddSingleton(_ => Settings.SchoolEnvironment.OfProcess());
        services.AddSingleton<Settings.SchoolSettings>();
        services.AddDbContextPool<LyceumDb>(options => LyceumDb.Options(options, database), poolSize: 128);
        services.AddScoped<Call>();
        services.AddScoped<Door>();
        services.AddTexts(house);
        services.AddHttpContextAccessor();
        foreach (var register in house.Contributions.ServiceRegistrations) register(services);
        return services;
    }

    /// <summary>What only the web entrance needs.</summary>
    public static WebApplicationBuilder AddHouseWeb(this WebApplicationBuilder builder, Origins origins)
    {
        builder.Services.AddSingleton(origins);
        builder.Services.AddExceptionHandler<Breakage>();
        builder.Services.AddProblemDetails();
        builder.Services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "lyceum-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.FormFieldName = "__form";
            o.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddApiDocument();
        builder.Services.AddRazorComponents();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 2 * 1024 * 1024;   // uploads raise it on their own route
            k.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            k.Limits.MaxConcurrentConnections = 10_000;
        });
        return builder;
    }

    /// <summary>The pipeline: what every request passes, in order.</summary>
    public static WebApplication UseHouse(this WebApplication app, House house, Action<IEndpointRouteBuilder> pages)
    {
        app.Services.GetService<Metrics>();   // listens from now on: what happened before the first look counts too
        app.UseMiddleware<CallMiddleware>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseContentOrigin();
        app.UseRouting();
        app.UseMiddleware<CrossSiteGuard>();
        foreach (var use in house.Contributions.Pipeline) use(app);
        app.UseLanguage();
        app.UseShell(house);
        app.UseErrorPages();
        app.UseMiddleware<AccessMiddleware>();
        app.UseAntiforgery();
        var api = app.MapGroup("/api/v1").ReadBodyLast();
        foreach (var map in house.Contributions.ApiRoutes) map(api);
        var web = app.MapGroup("").ReadBodyLast();
        foreach (var map in house.Contributions.WebRoutes) map(web);
        app.MapFallback("/api/{**rest}", (HttpContext http) => Problems.Write(http, PlatformErrors.NotFound)).Open("an address that does not exist says so to anyone");
        ApiDocument.Map(app);
        pages(app);
        return app;
    }
}
