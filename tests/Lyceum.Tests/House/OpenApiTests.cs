using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Reference;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Lyceum.Tests.HouseRules;

/// <summary>The documents for programmers say what the host does.</summary>
public sealed class OpenApiTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_valid_and_every_operation_names_its_problems_and_its_room()
    {
        using var visitor = school.Visitor();
        var json = await visitor.GetStringAsync("/openapi/v1.json", Ct);
        var read = OpenApiDocument.Parse(json, "json");
        Assert.Empty(read.Diagnostic?.Errors ?? []);
        Assert.Equal("3.1", ((string)JsonNode.Parse(json)!["openapi"]!)[..3]);
        var operations = await Operations(visitor);
        Assert.NotEmpty(operations);
        Assert.Equal(operations.Count, operations.Select(o => (string?)o.Operation["operationId"]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal([], operations.Where(o => !o.Path.StartsWith("/api/v1/", StringComparison.Ordinal) || o.Operation["tags"]?.AsArray().Count != 1 || o.Operation["security"] is null
            || (string?)o.Operation["summary"] is not { Length: > 10 } || !o.Operation["responses"]!.AsObject().Any(r => r.Key[0] == '4' && r.Value!["content"]?["application/problem+json"] is not null)).Select(o => $"{o.Method} {o.Path}"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_visitor_is_told_to_sign_in_everywhere_but_where_the_document_says_open()
    {
        using var visitor = school.Visitor();
        var wrong = new List<string>();
        foreach (var (method, path, operation) in await Operations(visitor))
        {
            var address = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "019a0000-0000-7000-8000-000000000000", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = method is "GET" or "DELETE" ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
            using var answer = await visitor.SendAsync(request, Ct);
            var open = operation["security"] is JsonArray { Count: 0 };
            if ((int)answer.StatusCode >= 500 || (!open && (int)answer.StatusCode != 401)) wrong.Add($"{method} {path}: {(int)answer.StatusCode}");
        }
        Assert.Equal([], wrong);
    }

    /// <summary>Without a kind of body, or with another one, routing once led past the route and its rule to the fallback: 404 for everybody.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_kind_is_refused_after_the_one_who_sends_it(string? contentType)
    {
        using var visitor = school.Visitor();
        using var registrar = await school.SignedIn(Lyceum.Platform.Security.Role.Registrar);
        foreach (var (client, expected) in ((HttpClient, HttpStatusCode)[])[(visitor, HttpStatusCode.Unauthorized), (registrar, HttpStatusCode.UnsupportedMediaType)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/people") { Content = new ByteArrayContent("{}"u8.ToArray()) };
            request.Content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
            using var answer = await client.SendAsync(request, Ct);
            Assert.Equal((expected, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task The_reference_pages_are_served_in_every_language()
    {
        foreach (var language in Language.All)
        {
            using var visitor = school.Visitor("text/html");
            visitor.DefaultRequestHeaders.Add("Accept-Language", language.Code);
            Assert.Contains("getMe", await visitor.GetStringAsync("/docs/api/identity", Ct), StringComparison.Ordinal);
            Assert.Contains("id=\"platform.access.not_allowed\"", await visitor.GetStringAsync("/docs/errors", Ct), StringComparison.Ordinal);
        }
    }

    /// <summary>Write it anew with <c>LYCEUM_WRITE_DOCS=1 dotnet test</c>.</summary>
    [Fact]
    public void The_list_of_error_codes_in_docs_is_up_to_date()
    {
        var texts = school.Services.GetRequiredService<TextCatalogue>();
        var markdown = ErrorCatalogue.Markdown(ErrorCatalogue.Read(school.House.Assemblies, texts), texts.For(Language.English));
        if (Environment.GetEnvironmentVariable("LYCEUM_WRITE_DOCS") == "1") File.WriteAllText(Path.Combine(Source.Root, "docs/errors.md"), markdown);
        Assert.Equal(markdown, Source.Read("docs/errors.md"));
    }

    private static async Task<List<(string Method, string Path, JsonNode Operation)>> Operations(HttpClient visitor)
    {
        var document = JsonNode.Parse(await visitor.GetStringAsync("/openapi/v1.json", Ct))!;
        return [.. from path in document["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   where operation.Key is "get" or "post" or "put" or "delete" or "patch"
                   select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!)];
    }
}
