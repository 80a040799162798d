namespace Lyceum.Tests.Faults;

/// <summary>The short form of the cut; the suite <c>faults</c> cuts for half a minute.</summary>
public sealed class DatabaseCutTests(ITestOutputHelper output)
{
    [Fact(Timeout = 120_000)]
    public async Task A_database_that_goes_away_and_comes_back_costs_nobody_what_they_typed()
    {
        await using var school = await KilledSchool.Open(TestContext.Current.CancellationToken);
        var result = await DatabaseCut.Run(school, TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        output.WriteLine(result.ToString());
        Assert.InRange(result.SavedSeconds, 0, 20);
    }
}
