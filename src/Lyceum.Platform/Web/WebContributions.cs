using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly List<Action<RouteGroupBuilder>> _api = [];
    private readonly List<Action<IEndpointRouteBuilder>> _web = [];
    private readonly List<Action<IServiceCollection>> _services = [];
    private readonly List<Func<ShellReading, Shell, Task<Shell>>> _shell = [];
    private readonly List<Action<IApplicationBuilder>> _pipeline = [];

    internal IReadOnlyList<Action<RouteGroupBuilder>> ApiRoutes => _api;

    internal IReadOnlyList<Action<IEndpointRouteBuilder>> WebRoutes => _web;

    internal IReadOnlyList<Action<IApplicationBuilder>> Pipeline => _pipeline;

    internal IReadOnlyList<Action<IServiceCollection>> ServiceRegistrations => _services;

    internal IReadOnlyList<Func<ShellReading, Shell, Task<Shell>>> ShellReadings => _shell;

    /// <summary>Routes under <c>/api/v1</c>.</summary>
    public void Api(Action<RouteGroupBuilder> map) => _api.Add(map);

    /// <summary>Other routes: form posts, downloads, aliases.</summary>
    public void Web(Action<IEndpointRouteBuilder> map) => _web.Add(map);

    /// <summary>Services of the module.</summary>
    public void Services(Action<IServiceCollection> register) => _services.Add(register);

    /// <summary>Adds something the layout shows (the institution's name, the unread count) before a page renders: returns <c>shell with { … }</c>.</summary>
    public void Shell(Func<ShellReading, Shell, Task<Shell>> read) => _shell.Add(read);

    /// <summary>Middleware between routing and the access check: Identity fills in the actor here.</summary>
    public void Use(Action<IApplicationBuilder> use) => _pipeline.Add(use);
}
