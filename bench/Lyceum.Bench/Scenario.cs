namespace Lyceum.Bench;

/// <summary>How a scenario is measured.</summary>
internal enum Way
{
    /// <summary>GET, beside the floor.</summary>
    Json,

    /// <summary>GET of a page, beside the floor, which encodes each value of each row as HTML.</summary>
    Page,

    /// <summary>PUT of an answer, beside the floor, which writes the same rows in one transaction.</summary>
    Write,

    /// <summary>From the start of a process to its first 200 at /readyz.</summary>
    Start,

    /// <summary>Resident memory after minutes of load.</summary>
    Memory,

    /// <summary>From the start of a process in an empty folder to the first 200 of the demo school with all its learners.</summary>
    Seed,

    /// <summary>A crowd that thinks between two questions.</summary>
    Users,

    /// <summary>Sign-ins by password, beside the bare comparison of hashes.</summary>
    SignIn,
}

/// <summary>One thing measured, and what it must reach. Targets: twins 50 % of the floor, pages 35 %.</summary>
/// <param name="Name">The word of the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Way">How it is measured.</param>
/// <param name="Address">Which address; null when the school has no such thing yet.</param>
internal sealed record Scenario(string Name, string Title, Way Way, Func<Places, string?> Address)
{
    /// <summary>Least share of the floor.</summary>
    public double? Share { get; init; }

    /// <summary>Least requests a second.</summary>
    public double? Rate { get; init; }

    /// <summary>Most seconds, or most MiB, or most milliseconds.</summary>
    public double? Most { get; init; }

    /// <summary>One of the ways every learner goes every day, as page or as twin: no more than three statements, and walked by the crowd.</summary>
    public bool Four { get; init; }

    /// <summary>Learners of the school whose seeding has a bound.</summary>
    public const int LargeSchool = 50_000;

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("seed", "An empty folder to the demo school that answers, with --students 50000", Way.Seed, _ => "/readyz") { Most = 60 },
        new("users", "Two hundred learners at once, a second of thought between questions: p95", Way.Users, _ => "/courses") { Most = 50 },
        new("sign-in", "Sign-ins by password beside the bare password hash", Way.SignIn, _ => "/sign-in") { Share = 0.80 },
        new("livez", "The process answers: the house's middleware alone", Way.Json, _ => "/livez"),
        new("course-list-json", "GET /api/v1/courses", Way.Json, _ => "/api/v1/courses") { Four = true, Share = 0.50 },
        new("catalogue-page", "The public catalogue", Way.Page, _ => "/catalogue") { Share = 0.35 },
        new("course-home-json", "A learner's plan of a course", Way.Json, p => p.Home is { } home ? "/api/v1/courses/" + home.Replace("/", "/sections/", StringComparison.Ordinal) : null) { Four = true, Share = 0.50, Rate = 600 },
        new("course-home-page", "A learner's course home", Way.Page, p => p.Home is { } home ? "/courses/" + home : null) { Four = true, Share = 0.35, Rate = 600 },
        new("lesson-json", "A lesson as a learner reads it", Way.Json, p => p.Lesson is { } id ? $"/api/v1/lessons/{id}" : null) { Four = true, Share = 0.50 },
        new("lesson-page", "The page of that lesson", Way.Page, p => p is { Home: { } home, Lesson: { } id } ? $"/courses/{home}/lessons/{id}" : null) { Four = true, Share = 0.35 },
        new("quiz-autosave", "An answer kept while an exam is written", Way.Write, p => p.Answer) { Four = true, Share = 0.50 },
        new("cold-start", "Start of a process to its first 200 at /readyz", Way.Start, _ => "/readyz") { Most = 3 },
        new("memory", "Resident memory after minutes of load", Way.Memory, _ => "/catalogue") { Most = 300 },
    ];

    /// <summary>Why there is nothing to measure when <see cref="Address"/> is null.</summary>
    public string Missing => Way == Way.Write ? "this school has no quiz a learner can begin" : "this school has no course home a learner can open";
}

/// <summary>Addresses found in the school by asking its API as the learner.</summary>
/// <param name="Home">"course/section" of a course the learner takes; null where there is none.</param>
/// <param name="Lesson">A lesson of that section.</param>
/// <param name="Answer">Where an answer of a running attempt is kept.</param>
/// <param name="Choice">An option of that question.</param>
internal sealed record Places(string? Home = null, string? Lesson = null, string? Answer = null, string? Choice = null);

/// <summary>Who asks: a bearer token for the API, a session cookie for pages.</summary>
internal sealed record Learner(string Token, string Session)
{
    public (string Name, string Value) Header(Way way) => way == Way.Page ? ("Cookie", $"lyceum={Session}") : ("Authorization", $"Bearer {Token}");
}
