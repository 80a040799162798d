using System.Text.RegularExpressions;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Mail;

namespace Lyceum.Browser.Day;

/// <summary>
/// The first day of a school, from the one-time link to a stranger who verifies a certificate: through pages only, on the real executable, with mail that really arrives;
/// in English on a desk and in Arabic on a phone.
/// </summary>
public sealed partial class TheWholeDay(Chromium chromium, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private const string Password = "olive trees and salt";

    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task From_set_up_to_a_verified_certificate(string language, bool phone)
    {
        var script = Script.Of(language);
        List<string> faults = [];       // all of them are told at the end: one run shows what is to be mended
        await using var school = await TestDatabase.CreateAsync();
        await using var server = await Server.Start(school, smtp);
        Task<Visit> Somebody(string who) => Visit.Begin(chromium, server.Origin, language, phone, $"{language}-{who}", faults);

        await using var administrator = await Somebody("1-administrator");
        await SetUp(administrator, script, server);
        var invitation = await Invite(administrator, script, school);

        await using var instructor = await Somebody("2-instructor");
        await instructor.Open(invitation);
        await instructor.Fill("Model.NewPassword", Password);
        await instructor.Press("identity.reset.button");
        await SignIn(instructor, Address("instructor", script));
        await Teaching.MakeCourse(instructor, script);
        await Teaching.WriteLessons(instructor, script);
        await Teaching.WriteQuiz(instructor, script);
        await Teaching.PublishCourse(instructor, script);

        await using var learner = await Somebody("3-learner");
        await Register(learner, script, school);
        await Studying.Enrol(learner, script);
        await Studying.Read(learner, script);
        await Studying.TakeQuiz(learner, script, server);
        var serial = await Studying.FetchCertificate(learner, script);

        await instructor.Navigate("/teach");
        await instructor.Go(() => instructor.Page.Locator("tbody th a").First.ClickAsync());
        await instructor.Says(script.LearnerName);

        await using var stranger = await Somebody("4-stranger");
        await stranger.Open("/");
        await stranger.Press("ui.public.verify");
        await stranger.Fill("serial", serial.ToLowerInvariant());
        await stranger.Press("platform.verify.submit");
        await stranger.SaysText("platform.verify.yes");
        await stranger.Says(script.LearnerName);
        await stranger.Says(script.Course);
        Assert.Equal(1L, await school.Value<long>($"SELECT count(*) FROM platform.issued_documents WHERE serial = '{serial}'"));
        Assert.Equal(1L, await school.Value<long>("SELECT count(*) FROM assessment.attempts WHERE state = 'graded'"));
        Assert.Empty(faults);

        // As /privacy says: a day of work leaves requests in the log, and nobody's name or address.
        var log = await server.Logged();
        Assert.Contains("/verify/{Serial", log, StringComparison.Ordinal);
        foreach (var personal in (string[])["@", script.Administrator, script.Instructor.Family, script.Learner.Family, serial]) Assert.DoesNotContain(personal, log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task SetUp(Visit visit, Script script, Server server)
    {
        await visit.Open(server.SetupLink);
        await visit.Fill("Model.Name", script.Administrator);
        await visit.Fill("Model.Email", Address("office", script));
        await visit.Fill("Model.Password", Password);
        await visit.Fill("Model.School", script.School);
        await visit.Choose("Model.Zone", script.Zone);
        await visit.Press("academics.setup.do");
        await visit.SaysText("identity.sign_in.done.set_up");
        await SignIn(visit, Address("office", script));
        // The set-up begins where the link ends; here it is left for later, which Today remembers.
        await visit.SaysText("academics.setup.step.institution.title");
        await visit.Open("/today");
        await visit.Says(script.School);
        await visit.Navigate("/admin/settings");
        await visit.Press("identity.settings.sign_in");
        await visit.Check("Rows[0].Words", "open");
        await visit.Press("ui.save");
        await visit.SaysText("platform.settings.saved");
    }

    private async Task<string> Invite(Visit visit, Script script, TestDatabase school)
    {
        await visit.Navigate("/admin/people");
        await visit.Press("identity.people.add");
        await visit.Fill("Model.GivenName", script.Instructor.Given);
        await visit.Fill("Model.FamilyName", script.Instructor.Family);
        await visit.Fill("Model.Email", Address("instructor", script));
        await visit.Press("identity.people.add");
        await visit.Choose("RoleModel.Role", "instructor");
        await visit.Press("identity.people.give_role.button");
        await visit.Press("identity.people.invite");
        await visit.SaysText("identity.people.done.invited");
        return await LinkTo(Address("instructor", script), school);
    }

    private async Task Register(Visit visit, Script script, TestDatabase school)
    {
        await visit.Open("/");
        await visit.Says(script.School);
        await visit.Press("ui.public.catalogue");
        await visit.Go(() => visit.Page.Locator("article.ly-course a").First.ClickAsync());
        await visit.Press("academics.enrolment.sign-in");
        await visit.Press("identity.sign_in.register");
        await visit.Fill("Model.GivenName", script.Learner.Given);
        await visit.Fill("Model.FamilyName", script.Learner.Family);
        await visit.Fill("Model.Email", Address("learner", script));
        await visit.Fill("Model.Password", Password);
        await visit.Press("identity.register.button");
        await visit.SaysText("identity.verify.lead_code");
        await visit.Open(await LinkTo(Address("learner", script), school));
        await visit.Press("identity.verify.button");
        await visit.SaysText("identity.sign_in.done.verified");
        await SignIn(visit, Address("learner", script));
    }

    private static async Task SignIn(Visit visit, string email)
    {
        await visit.Fill("Model.Email", email);
        await visit.Fill("Model.Password", Password);
        await visit.Press("identity.sign_in.button");
    }

    private static string Address(string who, Script script) => $"{who}.{script.Language}@lyceum.test";

    /// <summary>The link of the mail that the server received.</summary>
    private async Task<string> LinkTo(string address, TestDatabase school)
    {
        Received mail;
        try
        {
            mail = await smtp.Next(address);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"No mail came for {address}; the jobs say: {await school.Value<string>("SELECT string_agg(kind || ' ' || coalesce(last_error, state), ', ') FROM platform.jobs")}");
        }
        Assert.True(mail.Secure, "the mail crossed the line in the clear");
        return Link().Match(mail.Words).Value;
    }

    [GeneratedRegex(@"http://localhost:\d+/\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
