using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>People who act for other people over HTTP, as the browser of an administrator does.</summary>
internal static class ActingSchool
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(School school)
    {
        /// <summary>A browser in which one person is signed in and acts for another.</summary>
        public async Task<HttpClient> Acting(TestPerson by, TestPerson whom)
        {
            var browser = await school.Browser(by);
            using var begun = await Begin(browser, whom.Id);
            Assert.True(begun.StatusCode == HttpStatusCode.OK, await begun.Content.ReadAsStringAsync(Ct));
            return browser;
        }
    }

    public static Task<HttpResponseMessage> Begin(HttpClient client, Guid whom, string reason = "Their quiz is not shown.") =>
        client.PostAsJsonAsync($"/api/v1/people/{whom}/impersonation", new { reason }, Ct);

    /// <summary>As whom the server sees this client.</summary>
    public static async Task<Guid> Me(HttpClient client) => (Guid)(await client.GetFromJsonAsync<JsonNode>("/api/v1/me", Ct))!["person"]!["id"]!;

    /// <summary>Waits until the server sees the client as this person: a change of rights comes by a signal.</summary>
    public static async Task Becomes(HttpClient client, Guid person)
    {
        for (var tries = 0; await Me(client) != person; tries++)
        {
            Assert.True(tries < 100, "not within five seconds");
            await Task.Delay(50, Ct);
        }
    }

    public static async Task<(int Status, string? Code)> Refused(HttpResponseMessage answer) =>
        ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["code"]);
}
