using Lyceum.Tests.Faults;

namespace Lyceum.Faults;

/// <summary>The database is cut off for half a minute under people who write.</summary>
public sealed class DatabaseCutTests(ITestOutputHelper output)
{
    [Fact(Timeout = 180_000)]
    public async Task Half_a_minute_without_a_database_loses_nothing_and_needs_no_restart()
    {
        await using var school = await KilledSchool.Open(TestContext.Current.CancellationToken);
        var result = await DatabaseCut.Run(school, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        output.WriteLine(result.ToString());
        Console.WriteLine(result);
        Assert.InRange(result.SavedSeconds, 0, 20);
    }
}
