namespace Lyceum.Demo;

/// <summary>What <c>lyceum up --demo</c> prints for the visitor.</summary>
internal static class DemoSignIns
{
    private static readonly (string Who, string Email)[] People =
    [
        ("administrator", "administrator"),
        ("instructor", "nikos.stathopoulos"),
        ("learner (English)", "samuel.brandt"),
        ("learner (Greek)", "eleni.papadaki"),
        ("learner (Arabic)", "layla.haddad"),
    ];

    public static IReadOnlyList<string> Lines { get; } =
    [
        "demo school, invented people; sign in as:",
        .. People.Select(p => $"  {p.Who,-18} {p.Email}{DemoSchool.Domain}"),
        $"  {"password (all)",-18} {DemoSeeder.Password}",
    ];
}
