using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Browser.Journeys;

/// <summary>
/// Each role does by keyboard alone what it does for a living, on the demo school. Every role does it in each language, by turns on a phone and on a desk and one step on from the role before: so
/// each role and each language meets both, at half the price of the whole product; what a page looks like in the other width is <see cref="PageWalk"/>'s. Axe looks at every page on the way (Visit.Look).
/// </summary>
public abstract class RoleJourneys(DemoSchool school, Chromium chromium)
{
    internal const string Visitor = "visitor";

    /// <summary>Roles in the order in which they take turns; the others hold no right that everybody has not, and so have no pages of their own.</summary>
    internal static readonly IReadOnlyList<string> Roles =
        [Visitor, Role.Learner, Role.Instructor, Role.TeachingAssistant, Role.Registrar, Role.Coordinator, Role.Administrator, Role.Operator, Role.Auditor];

    private protected static TheoryData<string, string, bool> Turns(params string[] roles)
    {
        var turns = new TheoryData<string, string, bool>();
        foreach (var role in roles)
            foreach (var (place, language) in ((string[])["en", "el", "ar"]).Index())
                turns.Add(role, language, (Roles.ToList().IndexOf(role) + place) % 2 == 0);
        return turns;
    }

    private protected async Task Walk(string role, string language, bool phone, Func<Visit, Hands, TestDatabase, Task> work)
    {
        List<string> faults = [];
        var origin = await school.Open();
        await using var visit = await Visit.Begin(chromium, origin, language, phone, $"{role}-{language}", faults, drawn: false);
        await visit.Page.Context.AddCookiesAsync(DemoSchool.Choice(origin, language, phone ? "dark" : "light"));
        await work(visit, new Hands(visit, faults), school.Database);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }
}

/// <summary>Those who read, learn and teach.</summary>
public sealed class LearningJourneys(DemoSchool school, Chromium chromium) : RoleJourneys(school, chromium)
{
    public static TheoryData<string, string, bool> All => Turns(Visitor, Role.Learner, Role.Instructor, Role.TeachingAssistant);

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public Task By_keyboard_alone(string role, string language, bool phone) => Walk(role, language, phone, role switch
    {
        Visitor => Learning.Visit,
        Role.Learner => Learning.Study,
        Role.Instructor => Learning.Teach,
        _ => Learning.Assist,
    });
}

/// <summary>Those who keep the school running.</summary>
public sealed class OfficeJourneys(DemoSchool school, Chromium chromium) : RoleJourneys(school, chromium)
{
    public static TheoryData<string, string, bool> All => Turns(Role.Registrar, Role.Coordinator, Role.Administrator, Role.Operator, Role.Auditor);

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public Task By_keyboard_alone(string role, string language, bool phone) => Walk(role, language, phone, role switch
    {
        Role.Registrar => Office.Register,
        Role.Coordinator => Office.Coordinate,
        Role.Administrator => Office.Administer,
        Role.Operator => Office.Operate,
        _ => Office.Inspect,
    });

    [Fact]
    public void Every_role_with_rights_of_its_own_has_a_journey()
    {
        var contributions = new House(Rooms.All).Contributions;
        var everybody = contributions.PermissionsOf([]);
        Assert.Equal(Roles.Where(r => r is not (Visitor or Role.Learner)).Order(StringComparer.Ordinal),
            Role.All.Where(r => contributions.PermissionsOf([r]).Any(p => everybody.GetValueOrDefault(p.Key) != p.Value || !everybody.ContainsKey(p.Key))).Order(StringComparer.Ordinal));
    }
}
