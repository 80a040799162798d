using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lyceum.Platform;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Files;
using Npgsql;

namespace Lyceum.Tests.Issued;

public sealed class RegisterTests(FilesSchool school) : IClassFixture<FilesSchool>
{
    [Requires(IssuedPermissions.Revoke)]
    public sealed record IssueOne(string Serial, Guid Holder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<Result<IssuedView>> Issue(IssueOne command, Act act) => Task.FromResult(act.Issue(new NewIssuedDocument
    {
        Serial = command.Serial,
        Kind = "learning.certificate",
        PersonId = command.Holder,
        HolderName = "Ελένη Παπαδάκη",
        HolderLatin = "Eleni Papadaki",
        Title = new LocalizedName("Safe Medication", "Ασφαλής φαρμακευτική αγωγή", "الدواء الآمن"),
        Issuer = new LocalizedName("Asclepius College"),
        Details = [new IssuedDetail(new LocalizedName("Result", "Βαθμός", "النتيجة"), new LocalizedName("18.4 of 20"))],
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(command.Holder.ToByteArray())),
        InFileStore = false,
    }));

    private async Task<IssuedView> Issued()
    {
        var serial = Serials.New("AC", school.Clock.Now);
        return await school.Do(new IssueOne(serial, Guid.CreateVersion7()), Issue);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> Verify(string serial)
    {
        using var visitor = school.Visitor();
        using var answer = await visitor.GetAsync($"/api/v1/verify/{Uri.EscapeDataString(serial)}", Ct);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!);
    }

    private async Task<(HttpStatusCode Status, string Html)> Page(string path, string language = "en")
    {
        using var visitor = school.Visitor("text/html");
        visitor.DefaultRequestHeaders.Add("Accept-Language", language);
        using var answer = await visitor.GetAsync(path, Ct);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
    }

    private async Task<HttpResponseMessage> Revoke(HttpClient client, string serial, string reason) =>
        await client.PostAsJsonAsync($"/api/v1/issued/{serial}/revocation", new { reason }, Ct);

    [Fact]
    public async Task A_stranger_verifies_a_document_however_the_serial_is_typed()
    {
        var document = await Issued();

        var (status, proof) = await Verify(document.Serial.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("valid", (string?)proof["state"]);
        Assert.Equal("Ελένη Παπαδάκη", (string?)proof["holder"]);
        Assert.Equal(document.Serial, (string?)proof["serial"]);
        Assert.Equal(document.ContentHash, (string?)proof["contentHash"]);
        Assert.Equal(["contentHash", "details", "holder", "holderLatin", "issuedAt", "issuer", "revokedAt", "revokedReason", "serial", "state", "title"],
            proof.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_and_malformed_serials_get_the_same_answer()
    {
        var never = await Verify(Serials.New("AC", school.Clock.Now));
        foreach (var typed in (string[])["AC-2026-0000-0000-0000", "nonsense", "' OR 1=1", "%00", "a/b", new string('9', 300)])
        {
            var (status, body) = await Verify(typed);
            Assert.Equal(HttpStatusCode.NotFound, status);
            foreach (var problem in (JsonObject[])[body, never.Body]) problem.Remove("requestId");
            Assert.True(JsonNode.DeepEquals(never.Body, body), typed);
        }
    }

    [Fact]
    public async Task The_page_says_yes_no_and_unknown_in_the_readers_language()
    {
        var document = await Issued();
        var (ok, valid) = await Page($"/verify/{document.Serial}");
        Assert.Equal(HttpStatusCode.OK, ok);
        Assert.Contains("Yes. It is real and it stands.", valid, StringComparison.Ordinal);
        Assert.Contains("Eleni Papadaki", valid, StringComparison.Ordinal);
        Assert.Contains(document.ContentHash, valid, StringComparison.Ordinal);
        Assert.Contains("الدواء الآمن", (await Page($"/verify/{document.Serial}", "ar")).Html, StringComparison.Ordinal);
        Assert.Contains("Ναι. Είναι γνήσιο και ισχύει.", (await Page($"/verify/{document.Serial}", "el")).Html, StringComparison.Ordinal);

        using var registrar = school.As(Guid.CreateVersion7(), "registrar");
        Assert.Equal(HttpStatusCode.OK, (await Revoke(registrar, document.Serial, "Issued to the wrong person.")).StatusCode);
        var (_, revoked) = await Page($"/verify/{document.Serial}");
        Assert.Contains("No. It was real, and has been revoked.", revoked, StringComparison.Ordinal);
        Assert.Contains("Issued to the wrong person.", revoked, StringComparison.Ordinal);
        Assert.DoesNotContain("Papadaki", revoked, StringComparison.Ordinal);

        var (missing, unknown) = await Page("/verify/AC-2026-0000-0000-0000");
        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.Contains("No document has this serial.", unknown, StringComparison.Ordinal);
        Assert.Contains("id=\"serial\"", (await Page("/verify")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_leads_to_an_address_that_can_be_kept()
    {
        using var visitor = school.Visitor("text/html");
        using var answer = await visitor.GetAsync("/verify?serial=ac%202026%2F..", Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith("/verify/ac%202026%2F..", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_those_who_may_revoke_and_only_with_a_reason()
    {
        var document = await Issued();
        using var learner = school.As(document.PersonId, "learner");
        using var visitor = school.Visitor();
        using var registrar = school.As(Guid.CreateVersion7(), "registrar");

        Assert.Equal(HttpStatusCode.Forbidden, (await Revoke(learner, document.Serial, "I do not like it at all")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Revoke(visitor, document.Serial, "I do not like it at all")).StatusCode);
        Assert.Equal((HttpStatusCode)422, (await Revoke(registrar, document.Serial, "short")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Revoke(registrar, "AC-2026-0000-0000-0000", "long enough a reason")).StatusCode);
        Assert.Equal("valid", (string?)(await Verify(document.Serial)).Body["state"]);
        Assert.DoesNotContain("/revoke", (await Page($"/verify/{document.Serial}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_revoke_at_once_one_reason_stands()
    {
        var document = await Issued();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var registrar = school.As(Guid.CreateVersion7(), "registrar");
            using var answer = await Revoke(registrar, document.Serial, $"Reason number {i} of many");
            return answer.StatusCode;
        })).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(11, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.outbox WHERE aggregate_id = '{document.Id}'"));
        Assert.Equal(2L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE entity_id = '{document.Id}'"));
    }

    [Fact]
    public async Task A_serial_that_is_taken_or_not_ours_is_refused()
    {
        var document = await Issued();
        Assert.Equal("platform.issued.serial_taken", (await school.Try(school.Everything, new IssueOne(document.Serial, Guid.CreateVersion7()), Issue)).Refusal!.Code);
        Assert.Equal("platform.issued.bad_serial", (await school.Try(school.Everything, new IssueOne("AC-2026-1", Guid.CreateVersion7()), Issue)).Refusal!.Code);
    }

    [Theory]
    [InlineData("UPDATE platform.issued_documents SET holder_name = 'Somebody else' WHERE serial = '{0}'")]
    [InlineData("UPDATE platform.issued_documents SET title = '{{}}' WHERE serial = '{0}'")]
    [InlineData("DELETE FROM platform.issued_documents WHERE serial = '{0}'")]
    public async Task What_was_issued_cannot_be_changed_in_the_database(string sql)
    {
        var document = await Issued();
        var statement = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, document.Serial);
        await using var asApp = school.Database.App.CreateCommand(statement);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => asApp.ExecuteNonQueryAsync(Ct))).SqlState);
        if (statement.StartsWith("UPDATE", StringComparison.Ordinal))
            Assert.Equal("23001", (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(statement))).SqlState);
    }

    [Fact]
    public async Task A_revocation_is_for_good()
    {
        var document = await Issued();
        await school.Do(new RevokeIssuedDocument(document.Serial, "The first reason stands"), RevokingIssuedDocuments.Handle);
        Assert.Equal("platform.issued.already_revoked", (await school.Try(school.Everything, new RevokeIssuedDocument(document.Serial, "The second does not"), RevokingIssuedDocuments.Handle)).Refusal!.Code);
        await using var undo = school.Database.App.CreateCommand($"UPDATE platform.issued_documents SET revoked_at = NULL, revoked_reason = NULL, revoked_by = NULL WHERE serial = '{document.Serial}'");
        Assert.Equal("23001", (await Assert.ThrowsAsync<PostgresException>(() => undo.ExecuteNonQueryAsync(Ct))).SqlState);
    }
}
