using Lyceum.Platform.Security;
using Lyceum.Platform.Telemetry;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Web;

/// <summary>What one process of the house is to be.</summary>
/// <param name="Database">Connection string of the application's role.</param>
/// <param name="Data">Folder of files, logs and runs.</param>
/// <param name="Port">The school's port; 0 where nothing is served.</param>
/// <param name="ContentPort">The port of uploaded content, on another host name.</param>
/// <param name="Jobs">Whether it works off the queue.</param>
public sealed record HostSpec(string Database, string Data, int Port, int ContentPort, bool Jobs)
{
    /// <summary>Whether the log also goes to standard output, for a supervisor that collects it; not where a person watches the terminal.</summary>
    public bool LogToConsole { get; init; }

    /// <summary>The two addresses as people type them; a proxy's public ones where <c>LYCEUM_ORIGIN</c> and <c>LYCEUM_CONTENT_ORIGIN</c> say so.</summary>
    public Origins Origins { get; init; } = new(
        Environment.GetEnvironmentVariable("LYCEUM_ORIGIN") ?? $"http://localhost:{Port}",
        Environment.GetEnvironmentVariable("LYCEUM_CONTENT_ORIGIN") ?? $"http://127.0.0.1:{ContentPort}");
}

/// <summary>Builds a host of the house: web server, worker, or both.</summary>
public static class HouseHost
{
    /// <summary>The web application with every route of every room; it refuses to be built when a route names no rule.</summary>
    public static WebApplication Build(House house, HostSpec spec, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "lyceum", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";   // assets change with a build, never under a running server
        builder.Logging.AddJsonLog(spec.Data, spec.LogToConsole);
        builder.WebHost.UseUrls($"http://localhost:{spec.Port}", $"http://127.0.0.1:{spec.ContentPort}");
        builder.Services.AddSingleton(spec);
        builder.Services.AddHouse(house, NpgsqlDataSource.Create(spec.Database));
        builder.Services.AddEngineRoom(spec.Jobs);
        builder.AddHouseWeb(spec.Origins);
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseHouse(house, routes => MapPages(routes, house));
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources) RouteRules.CheckEvery(source, house);
        return app;
    }

    private static void MapPages(IEndpointRouteBuilder routes, House house)
    {
        routes.MapStaticAssets().Open("style sheets, fonts and scripts are the same for everybody");
        routes.MapPreferences().Open("a visitor may choose language and colours; only a cookie is set");
        routes.MapRazorComponents<App>().AddAdditionalAssemblies([.. house.Assemblies.Where(a => a != typeof(App).Assembly)]);
    }

    /// <summary>
    /// Reads what the layout shows before a page or an error page is drawn, once; layout and page must not read through one context at the same time.
    /// </summary>
    internal static IApplicationBuilder UseShell(this IApplicationBuilder app, House house) => app.Use(async (context, next) =>
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null || (endpoint is null && ErrorPages.WantsPage(context.Request)))
        {
            var shell = Shell.Visitor(context, "Lyceum");
            var actor = context.RequestServices.GetRequiredService<Call>().Actor;
            var reading = new ShellReading
            {
                Db = context.RequestServices.GetRequiredService<Database.LyceumDb>(),
                Actor = actor,
                Language = shell.Language,
                Http = context,
            };
            foreach (var read in house.Contributions.ShellReadings) shell = await read(reading, shell);
            (shell with { Nav = actor.SignedIn ? NavMap.For(house.Contributions.NavItems, actor.May) : [] }).PlaceIn(context);
        }
        await next(context);
    });
}
