using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Setup;
using Lyceum.Identity.SignIns;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Operations;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Bench;

/// <summary>The school that is measured: its own data folder and cluster, the built executable as the server, one learner who takes its courses.</summary>
internal sealed partial class MeasuredSchool : IAsyncDisposable
{
    private const string Password = "a floor to stand on";

    private MeasuredSchool(string data, Server server, ConnectionStrings connections) => (Data, Server, Connections) = (data, server, connections);

    public string Data { get; }
    public Server Server { get; private set; }
    public ConnectionStrings Connections { get; private set; }
    public Learner Learner { get; private set; } = null!;
    public Places Places { get; private set; } = new();

    /// <summary>What the school holds, for the stored result.</summary>
    public string Content { get; private set; } = "";

    /// <summary>From the start of the first process to its first 200, the seeding in it.</summary>
    public TimeSpan Seeded { get; private set; }

    public static async Task<MeasuredSchool> Open(int? students, CancellationToken ct)
    {
        var data = Directory.CreateTempSubdirectory("lyceum-bench-").FullName;
        var server = await Server.Start(data, ct, students is { } many ? ["up", "--demo", $"--students={many}"] : ["up", "--demo"]);
        try
        {
            var school = new MeasuredSchool(data, server, ClusterOf(data));
            school.Seeded = server.Ready;
            await school.Fill(ct);
            school.Content += string.Create(CultureInfo.InvariantCulture, $"; {students ?? 200} learners, seeded and ready in {server.Ready.TotalSeconds:0.0} s");
            // Measured is a server as it runs all term, not the process that has just invented two hundred people: what that compiled and allocated stays with it.
            await server.DisposeAsync();
            school.Server = server = await Server.Start(data, ct, "up");
            school.Connections = ClusterOf(data);
            return school;
        }
        catch
        {
            await server.DisposeAsync();    // nobody else would stop it, nor its database
            Directory.Delete(data, recursive: true);
            throw;
        }
    }

    private static ConnectionStrings ClusterOf(string data) =>
        (PrivateCluster.Find(ClusterPaths.Resolve(data)) ?? throw new BenchStop("the private cluster of the measured school is not running")).Connections;

    private async Task Fill(CancellationToken ct)
    {
        var services = SchoolHost.Services(Installation.Resolve(Data), Connections);
        await using var _ = services;
        var passwords = services.GetRequiredService<Passwords>().Hash(Password);

        Task<T> Do<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull => Run(services, command, handler, ct);

        async Task<(Guid Id, string Token)> Person(string given, string role)
        {
            var email = $"{given.ToLowerInvariant()}@bench.example";
            var person = await Do(new CreatePerson(given, "Measured", "en", Account: new NewAccount(email, Verified: true, PasswordHash: passwords)), CreatingPeople.Handle);
            await Do(new GiveRole(person.Id, role), GivingRoles.Handle);
            return (person.Id, (await Do(new CreateTokenFor(email, "bench", null, null), CreatingTokens.Handle)).Token!);
        }

        var (_, office) = await Person("Office", Role.Administrator);
        var (learner, token) = await Person("Learner", Role.Learner);
        var session = (await Do(new SignIn("learner@bench.example", Password), SigningIn.Handle)).SessionToken!;
        Learner = new Learner(token, session);

        using var desk = Client(office);
        using var seat = Client(token);
        if ((await Items(desk, "/api/v1/courses", ct)).Count == 0) await new OwnCourses(desk).Write(ct);
        var courses = await Items(desk, "/api/v1/courses?limit=100", ct);
        foreach (var course in courses) await Enrol(seat, learner, (string)course!["slug"]!, ct);
        Places = await Find(seat, ct);
        Content = $"{courses.Count} published courses{(Places.Home is { } home ? $"; course home {home}" : "; no course homes in this tree")}";
    }

    private static async Task Enrol(HttpClient seat, Guid learner, string slug, CancellationToken ct)
    {
        var page = await seat.GetFromJsonAsync<JsonObject>($"/api/v1/courses/{slug}", ct);
        var open = page!["sections"]!.AsArray().FirstOrDefault(s => (bool)s!["isEnrollable"]!);
        if (open is null) return;
        using var answer = await seat.PostAsJsonAsync($"/api/v1/sections/{open["id"]}/enrolments", new { personId = learner }, ct);
    }

    /// <summary>The course home with the most lessons, a text lesson in it, and an attempt of the first quiz that can be begun.</summary>
    private static async Task<Places> Find(HttpClient seat, CancellationToken ct)
    {
        var places = new Places();
        var most = 0;
        foreach (var mine in await Items(seat, "/api/v1/my/courses?limit=100", ct))
        {
            var (course, section) = ((string)mine!["course"]!, (string)mine["section"]!);
            if (await Get(seat, $"/api/v1/courses/{course}/sections/{section}", ct) is not { } home) continue;
            var lessons = home["units"]!.AsArray().SelectMany(u => u!["lessons"]!.AsArray()).ToList();
            if (places.Answer is null) places = await Attempt(seat, lessons.Where(l => (string)l!["kind"]! == "quiz").Select(l => (string)l!["id"]!), places, ct);
            if (lessons.Count <= most) continue;
            most = lessons.Count;
            places = places with { Home = $"{course}/{section}", Lesson = await FirstOpen(seat, lessons, ct) };
        }
        return places;
    }

    private static async Task<string?> FirstOpen(HttpClient seat, IEnumerable<JsonNode?> lessons, CancellationToken ct)
    {
        foreach (var lesson in lessons.Where(l => (string)l!["kind"]! == "text"))
            if (await Get(seat, $"/api/v1/lessons/{lesson!["id"]}", ct) is not null) return (string)lesson["id"]!;
        return null;
    }

    private static async Task<Places> Attempt(HttpClient seat, IEnumerable<string> quizzes, Places places, CancellationToken ct)
    {
        foreach (var quiz in quizzes)
        {
            using var begun = await seat.PostAsync(new Uri($"/api/v1/quizzes/{quiz}/attempts", UriKind.Relative), null, ct);
            if (!begun.IsSuccessStatusCode) continue;
            var attempt = (string?)(await begun.Content.ReadFromJsonAsync<JsonObject>(ct))!["id"];
            if (attempt is null || await Get(seat, $"/api/v1/attempts/{attempt}", ct) is not { } paper) continue;
            var question = paper["questions"]!.AsArray().FirstOrDefault(q => q!["options"]!.AsArray().Count > 0);
            if (question is null) continue;
            return places with { Answer = $"/api/v1/attempts/{attempt}/answers/{question["id"]}", Choice = (string)question["options"]![0]!["id"]! };
        }
        return places;
    }

    private HttpClient Client(string token) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = Server.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task<JsonObject?> Get(HttpClient client, string address, CancellationToken ct)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>(ct) : null;
    }

    private static async Task<JsonArray> Items(HttpClient client, string address, CancellationToken ct) => (await Get(client, address, ct))?["items"]?.AsArray() ?? [];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
