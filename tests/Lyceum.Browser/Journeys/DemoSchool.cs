using Lyceum.Demo;
using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Lyceum.Browser.Journeys.DemoSchool))]

namespace Lyceum.Browser.Journeys;

/// <summary>One demo school on the real executable for all journeys and pictures; started when the first of them asks.</summary>
public sealed class DemoSchool : IAsyncDisposable
{
    /// <summary>Everybody's.</summary>
    internal const string Password = DemoSeeder.Password;

    private readonly SemaphoreSlim turn = new(1);
    private TestDatabase? database;
    private Server? server;

    /// <summary>The end of everybody's address.</summary>
    internal const string Domain = "@demo.lyceum.invalid";

    /// <summary>Its database, to see what an act has left there.</summary>
    internal TestDatabase Database => database ?? throw new InvalidOperationException("The school is not open.");

    /// <summary>Opens it, once, and gives its address.</summary>
    internal async Task<string> Open()
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            database ??= await TestDatabase.CreateAsync();
            server ??= await Server.StartDemo(database);
            return server.Origin;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What a browser remembers of its reader's choice.</summary>
    internal static IEnumerable<Cookie> Choice(string origin, string language, string theme) =>
        [new Cookie { Name = "lyceum-language", Value = language, Url = origin }, new Cookie { Name = "lyceum-theme", Value = theme, Url = origin }];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        turn.Dispose();   // the database goes with its cluster, which may have gone before us
    }
}
