using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.FirstDays;

/// <summary>The step that tries mail: a message to oneself, the server's own words when it fails, and proof that it arrived.</summary>
public sealed class SetupMailTests(School school, SmtpServer smtp) : IClassFixture<School>, IClassFixture<SmtpServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_is_tried_with_a_message_to_oneself_and_its_code_is_typed_back()
    {
        var person = await school.Person(Role.Administrator);
        using var browser = await school.Browser(person);

        // Nobody listens there.
        using var nobody = await Save(browser, FreePorts.Pair(), person.Email);
        var refused = await nobody.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, nobody.StatusCode);
        Assert.Contains("could not be reached or did not take the message", refused, StringComparison.Ordinal);
        Assert.Contains("Connection refused", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("CodeModel.Proof", refused, StringComparison.Ordinal);

        using var taken = await Save(browser, smtp.Port, person.Email);
        var page = await taken.Content.ReadAsStringAsync(Ct);
        var mail = await smtp.Next(person.Email);
        Assert.True(mail.Secure);
        Assert.Equal("school", mail.User);
        var code = Regex.Match(mail.Words, "^[A-Z2-9]{6}$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Value;
        Assert.Equal(6, code.Length);
        Assert.DoesNotContain(code, page, StringComparison.Ordinal);
        var proof = WebUtility.HtmlDecode(Regex.Match(page, "name=\"CodeModel.Proof\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

        foreach (var (sealed_, typed) in (IEnumerable<(string, string)>)[(proof, code == "AAAAAA" ? "BBBBBB" : "AAAAAA"), ("x" + proof, code), (proof[..^4], code)])
        {
            using var wrong = await Type(browser, sealed_, typed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }
        // Somebody else's proof proves nothing.
        using var other = await school.Browser(await school.Person(Role.Administrator));
        using (var borrowed = await Type(other, proof, code)) Assert.Equal(HttpStatusCode.UnprocessableEntity, borrowed.StatusCode);
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM platform.setup_steps WHERE step = 'mail'"));
        using var arrived = await Type(browser, proof, " " + code.ToLowerInvariant());
        Assert.Equal(HttpStatusCode.Redirect, arrived.StatusCode);
        Assert.Equal("done", await school.Database.Value<string>("SELECT state FROM platform.setup_steps WHERE step = 'mail'"));
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries t WHERE t::text LIKE '%{code}%'"));
        Assert.Equal("ok", await school.Database.Value<string>("SELECT after ->> 'code' FROM platform.audit_entries WHERE action = 'platform.note_mail_test' ORDER BY at DESC, id DESC LIMIT 1"));
    }

    [Fact]
    public async Task What_the_server_answers_is_shown_as_it_said_it_and_kept_nowhere()
    {
        var made = await school.Do(new CreatePerson("Gone", "Away", "en", Account: new NewAccount("gone@asclepius.example", Verified: true, PasswordHash: school.Services.GetRequiredService<Passwords>().Hash(SchoolPeople.Password))), CreatingPeople.Handle);
        await school.Do(new Lyceum.Identity.Roles.GiveRole(made.Id, Role.Administrator), Lyceum.Identity.Roles.GivingRoles.Handle);
        using var browser = await school.Browser(new TestPerson(made.Id, "gone@asclepius.example", "Gone Away"));
        using var answer = await Save(browser, smtp.Port, "school@asclepius.example");
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("The mail server does not know this address.", page, StringComparison.Ordinal);
        Assert.Contains("The server says:", page, StringComparison.Ordinal);
        Assert.Contains("no such mailbox", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM platform.audit_entries t WHERE t::text ILIKE '%no such mailbox%'"));
    }

    private async Task<HttpResponseMessage> Save(HttpClient browser, int port, string from)
    {
        var html = await browser.GetStringAsync("/admin/setup/mail", Ct);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["_handler"] = "mail" };
        foreach (Match row in Regex.Matches(html, "name=\"(Model.Rows\\[\\d\\].(?:Key|Version))\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1))) fields[row.Groups[1].Value] = row.Groups[2].Value;
        foreach (var (n, words) in ((string[])["localhost", port.ToString(CultureInfo.InvariantCulture), "required", "school", "secret", from]).Index()) fields[$"Model.Rows[{n}].Words"] = words;
        return await school.PostForm("/admin/setup/mail", fields, browser);
    }

    private Task<HttpResponseMessage> Type(HttpClient browser, string proof, string code) =>
        school.PostForm("/admin/setup/mail", new() { ["_handler"] = "mail-code", ["CodeModel.Proof"] = proof, ["CodeModel.Code"] = code }, browser);
}
