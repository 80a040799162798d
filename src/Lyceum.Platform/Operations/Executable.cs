using Lyceum.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Operations;

/// <summary>What the composition root gives to the command line: the modules, and how to make a host of them.</summary>
public sealed record Executable
{
    /// <summary>The modules.</summary>
    public required House House { get; init; }

    /// <summary>Runs web server and workers, as the run says, until its token is cancelled; then returns.</summary>
    public required Func<HostRun, Task> Host { get; init; }

    /// <summary>The application's services without a web server, for operations such as <c>admin create</c>.</summary>
    public required Func<Installation, ConnectionStrings, ServiceProvider> Services { get; init; }

    /// <summary>The clock; the system's, except in tests.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What the host is asked to be.</summary>
public sealed record HostRun
{
    /// <summary>Whose data folder and database.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The database's addresses.</summary>
    public required ConnectionStrings Connections { get; init; }

    /// <summary>The port of the school; <see cref="ContentPort"/> is the next.</summary>
    public required int Port { get; init; }

    /// <summary>Whether it answers requests.</summary>
    public required bool Web { get; init; }

    /// <summary>Whether it works off the job queue.</summary>
    public required bool Jobs { get; init; }

    /// <summary>Whether the demo school is to be there before the first request.</summary>
    public bool Demo { get; init; }

    /// <summary>How many learners the demo school is to have; null for as many as it has by itself.</summary>
    public int? Students { get; init; }

    /// <summary>Cancelled when it is to stop.</summary>
    public required CancellationToken Ct { get; init; }

    /// <summary>
    /// To be called once the server listens, with lines that the newcomer needs (a set-up link, sign-ins); prints them with the addresses.
    /// </summary>
    public required Action<IReadOnlyList<string>> Ready { get; init; }

    /// <summary>The port of the content origin.</summary>
    public int ContentPort => Port + 1;

    /// <summary>The address of the school: by name, because passkeys refuse 127.0.0.1.</summary>
    public string Address => $"http://localhost:{Port}";

    /// <summary>The address of untrusted content: another host, because cookies ignore ports.</summary>
    public string ContentAddress => $"http://127.0.0.1:{ContentPort}";
}
