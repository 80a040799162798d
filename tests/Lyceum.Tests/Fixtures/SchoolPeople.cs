using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Identity.SignIns;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Fixtures;

/// <summary>Somebody of a test school: who, and how they sign in.</summary>
public sealed record TestPerson(Guid Id, string Email, string Name);

/// <summary>People of a test school and clients that are signed in as them.</summary>
public static class SchoolPeople
{
    /// <summary>The password of everybody made here.</summary>
    public const string Password = "chalk and three swans";

    private static string? hash;
    private static int number;

    extension(School school)
    {
        /// <summary>A new person with a confirmed account and these roles.</summary>
        public async Task<TestPerson> Person(params string[] roles)
        {
            var n = Interlocked.Increment(ref number);
            var (name, email) = ($"Person {n}", $"person{n}@school.test");
            hash ??= school.Services.GetRequiredService<Passwords>().Hash(Password);
            var made = await school.Do(new CreatePerson("Person", $"{n}", "en", Account: new NewAccount(email, Verified: true, PasswordHash: hash)), CreatingPeople.Handle);
            foreach (var role in roles) await school.Do(new GiveRole(made.Id, role), GivingRoles.Handle);
            return new TestPerson(made.Id, email, name);
        }

        /// <summary>A client of the API with a bearer token of a new person who holds these roles.</summary>
        public async Task<HttpClient> SignedIn(params string[] roles) => await school.Bearer(await school.Person(roles));

        /// <summary>A client of the API with a bearer token of this person.</summary>
        public async Task<HttpClient> Bearer(TestPerson person, params string[] scopes)
        {
            var token = await school.Do(new CreateTokenFor(person.Email, "test", scopes, null), CreatingTokens.Handle);
            var client = school.Visitor();
            client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
            return client;
        }

        /// <summary>Runs a command through the door as a visitor from this client address.</summary>
        public async Task<Result<T>> From<TCommand, T>(IPAddress address, TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull
        {
            await using var scope = school.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Call>().ClientAddress = address;
            return await scope.ServiceProvider.GetRequiredService<Door>().Run(command, handler, TestContext.Current.CancellationToken);
        }

        /// <summary>Opens a page, fills in its form and sends it, as a browser without script does; a visitor unless a browser is given.</summary>
        public async Task<HttpResponseMessage> PostForm(string address, Dictionary<string, string> fields, HttpClient? browser = null)
        {
            var ct = TestContext.Current.CancellationToken;
            browser ??= school.Visitor("text/html");
            var html = await browser.GetStringAsync(address, ct);
            var token = Regex.Match(html, "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Append(new("__form", WebUtility.HtmlDecode(token)))) };
            if (!browser.DefaultRequestHeaders.Contains("Sec-Fetch-Site")) request.Headers.Add("Sec-Fetch-Site", "same-origin");
            return await browser.SendAsync(request, ct);
        }

        /// <summary>A browser in which this person is signed in: cookie, Fetch Metadata, HTML first.</summary>
        public async Task<HttpClient> Browser(TestPerson person)
        {
            var outcome = await school.Do(new SignIn(person.Email, Password), SigningIn.Handle);
            var client = school.Visitor("text/html");
            client.DefaultRequestHeaders.Add("Cookie", $"lyceum={outcome.SessionToken}");
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            return client;
        }
    }
}
