using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Lyceum.Identity.Roles;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules.Matrix;
using Lyceum.Tests.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = Lyceum.Tests.HouseRules.Matrix.Route;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// What is done in person or not at all while somebody acts for somebody (A8): every command of the house has decided, and every route and form of those that are refused is tried one by one
/// by an administrator who acts for somebody with as many rights.
/// </summary>
public sealed class ActingMatrixTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private const string Code = "platform.access.in_person", OnPage = "what is here they can only change themselves";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Carried out for the person acted for, and written down under both. A new command goes here, or is marked [InPerson]; one that is in neither fails the test.</summary>
    private static readonly HashSet<string> ForAnother = new(StringComparer.Ordinal)
    {
        // What a person shows and where they belong.
        "ChangeProfile", "SetAvatar", "RemoveAvatar", "Enrol", "Drop", "Withdraw", "EndActing",
        // The work of an office, of a course and of a term: it can be put right, and whoever acts may do it themselves.
        "CreatePerson", "ChangePerson", "GiveAvatar", "KeepFile",
        "CreateCourse", "CopyCourse", "ChangeCourse", "PublishCourse", "WithdrawCourse", "BringBackCourse", "CreateSection", "ChangeSection", "OpenSection", "CloseSection", "NameTeacher", "RemoveTeacher",
        "CreateTerm", "ChangeTerm", "OpenTerm", "CloseTerm", "ChangeInstitution", "AddCampus", "ChangeCampus", "ChangeStatements", "NameCategories", "SetCertificateRule",
        "AddUnit", "RenameUnit", "MoveUnit", "AddLesson", "ChangeLesson", "WriteLesson", "SetLessonFile", "MoveLesson", "PublishLesson", "UnpublishLesson", "ReviseLesson",
        "UpdateSectionOutline", "BringSectionsUpToDate", "AddQuestion", "ChangeQuestion", "MoveQuestion", "ChangeQuiz",
    };

    /// <summary>Done by nobody who came with a session: jobs, seeding, the command line, parts of other commands.</summary>
    private static readonly HashSet<string> OfTheMachine = new(StringComparer.Ordinal)
    {
        "CreateTokenFor", "CreateAdministrator", "CreateSetupToken", "SendReset", "ForgetAvatars",
        "DeleteFinishedJobs", "DeleteOldKeys", "ForgetFiles", "DropContent", "KeepProof", "MarkMail", "CloseAttempt", "CarryQuizzes", "MoveUpWaitList", "CopyOutline", "CopyQuizzes", "CopyCertificateRule", "FollowRevocation", "IssueCertificate", "CompleteByResult",
    };

    private static bool InPerson(Type command) => command.GetCustomAttribute<InPersonAttribute>() is not null;

    [Fact]
    public void Every_command_has_decided_whether_it_is_done_for_another()
    {
        var commands = school.House.Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<RequiresAttribute>() is not null && !typeof(IComponent).IsAssignableFrom(t)).ToList();
        Assert.True(commands.Count > 100, $"only {commands.Count} commands were found");
        Assert.Equal([], commands.Where(t => !InPerson(t) && !ForAnother.Contains(t.Name) && !OfTheMachine.Contains(t.Name)).Select(t => $"undecided: {t.Name}").Order(StringComparer.Ordinal));
        Assert.Equal([], commands.Where(t => InPerson(t) && (ForAnother.Contains(t.Name) || OfTheMachine.Contains(t.Name))).Select(t => $"decided twice: {t.Name}"));
        Assert.Equal([], ForAnother.Concat(OfTheMachine).Except(commands.Select(t => t.Name), StringComparer.Ordinal).Select(n => $"no such command: {n}"));
        // What the machine does has no route of its own: nobody who acts for somebody comes there.
        Assert.Equal([], Routes().Select(r => r.Command.Name).Where(OfTheMachine.Contains));
        // Only what reaches no further than one's own work is seen through somebody without being held oneself.
        Assert.Equal(["academics.section.teach"], school.House.Contributions.Permissions.Where(p => p.IsOwnWork).Select(p => p.Name));
    }

    [Fact(Timeout = 240_000)]
    public async Task Whatever_is_done_in_person_is_refused_one_by_one_and_changes_nothing()
    {
        var (walker, things) = await Deputy();
        List<(string Name, HttpRequestMessage Request, bool IsApi)> sent = [];
        foreach (var (route, command) in Routes().Where(r => InPerson(r.Command)))
        {
            var writes = Writes.Of(route);
            sent.Add((route.Name, route.Request((await route.At(things, writes?.Kinds)).Address, await Route.Fill(writes?.Body ?? "", things), walker), route.IsApi));
        }
        Assert.True(sent.Count > 40, $"only {sent.Count} routes were found");
        var (before, wrong) = (await school.Rows(), new List<string>());
        foreach (var (name, request, isApi) in sent)
        {
            using var answer = await walker.Browser.Client.SendAsync(request, Ct);
            var said = isApi ? (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["code"] : (await answer.Content.ReadAsStringAsync(Ct)) + answer.Headers.Location;
            if (isApi ? (answer.StatusCode, said) != (HttpStatusCode.Forbidden, Code) : !said!.Contains(Code, StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.Forbidden) wrong.Add($"{name}: {(int)answer.StatusCode} {said}");
            request.Dispose();
        }
        Assert.Equal([], wrong);
        Assert.Equal(before, await school.Rows());
    }

    [Fact(Timeout = 240_000)]
    public async Task The_forms_of_ones_own_sign_in_are_refused_too()
    {
        var (walker, things) = await Deputy();
        var pages = Route.All(school.Services).Where(r => r.IsPage).ToList();
        var forms = Posts.Table.Where(p => p.Pattern.StartsWith("/account/", StringComparison.Ordinal) || (p.Pattern == "/admin/people/{Id:guid}" && p.Elsewhere is null) || p.Pattern.StartsWith("/admin/r", StringComparison.Ordinal)
            || p.Pattern == "/notifications").ToList();
        Assert.True(forms.Count > 25, $"only {forms.Count} forms were found");
        List<(Posts Post, string Address, string Body)> sent = [];
        foreach (var post in forms)
        {
            var page = pages.First(p => p.Pattern == post.Pattern);
            sent.Add((post, await FormTests.Address(post, page, things, post.Kinds), FormTests.Body(await FormTests.Handler(post, things), await Route.Fill(post.Fields, things), walker.Browser.Token)));
        }
        var (before, wrong) = (await school.Rows(), new List<string>());
        foreach (var (post, address, body) in sent)
        {
            using var content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
            using var answer = await walker.Browser.Client.PostAsync(address, content, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            // Refused in words, or no such form is drawn for them.
            if (!(answer.StatusCode == HttpStatusCode.Forbidden && (html.Contains("A person does this themselves.", StringComparison.Ordinal) || html.Contains(OnPage, StringComparison.Ordinal))) && answer.StatusCode != HttpStatusCode.BadRequest)
                wrong.Add(post.Say($"{(int)answer.StatusCode} {answer.Headers.Location} {Forms.Alert(html)}"));
        }
        Assert.Equal([], wrong);
        Assert.Equal(before, await school.Rows());
        foreach (var address in (string[])["/account/security", "/account/tokens", "/notifications", "/account/passkeys/" + await things.Of("passkey")])
            Assert.Contains(OnPage, await walker.Browser.Client.GetStringAsync(address, Ct), StringComparison.Ordinal);
    }

    /// <summary>The browser of an administrator who acts for somebody that holds all an administrator does, without being one.</summary>
    private async Task<(Walker Walker, Things Things)> Deputy()
    {
        var (admin, deputy) = (await school.Person(Role.Administrator), await school.Person());
        var may = school.House.Contributions.PermissionsOf([Role.Administrator]);
        foreach (var (permission, reach) in may.Where(p => p.Value > Reach.Own))
            await school.Do(new GivePermission(deputy.Id, permission, reach, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        var room = await Room.Make(school);
        await room.Admit(school, deputy, may);
        var things = new Things(school, room, deputy, may, standing: true);
        await things.Of("session");
        var browser = await Browsing.Open(await school.Acting(admin, deputy), "/account");
        return (new Walker("deputy", deputy, browser.Client, browser, may), things);
    }

    private IEnumerable<(Route Route, Type Command)> Routes() =>
        from endpoint in school.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let carries = endpoint.Metadata.GetMetadata<CarriesOut>()
        where carries is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<IAccessRule>()!, IsPage: false), carries.Command);
}
