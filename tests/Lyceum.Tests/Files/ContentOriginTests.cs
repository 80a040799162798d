using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Platform.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

public sealed class ContentOriginTests(FilesSchool school) : IClassFixture<FilesSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FileLinks Links => school.Services.GetRequiredService<FileLinks>();

    private async Task<StoredContent> Stored(byte[] bytes, string name, FilePurpose purpose = FilePurpose.Document) =>
        (await school.Services.GetRequiredService<FileStore>().SaveAsync(new MemoryStream(bytes), new NewContent(purpose, name), Ct)).Value;

    private async Task<string> LinkTo(byte[] bytes, string name, FilePurpose purpose = FilePurpose.Document)
    {
        var stored = await Stored(bytes, name, purpose);
        return Links.For(stored.Hash, stored.Name, stored.MediaType, TimeSpan.FromMinutes(5));
    }

    private async Task<HttpResponseMessage> Get(string address, Action<HttpRequestMessage>? adjust = null, HttpMethod? method = null)
    {
        using var client = school.Visitor("*/*");
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        adjust?.Invoke(request);
        return await client.SendAsync(request, Ct);
    }

    [Fact]
    public async Task A_range_is_answered_in_part_and_only_while_the_content_is_the_same()
    {
        var link = await LinkTo(Samples.Text("0123456789"), "digits.txt");

        using var whole = await Get(link);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("bytes", Assert.Single(whole.Headers.AcceptRanges));
        Assert.Contains("private", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var tag = whole.Headers.ETag!;

        using var part = await Get(link, r => r.Headers.Range = new RangeHeaderValue(2, 4));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("234", await part.Content.ReadAsStringAsync(Ct));
        Assert.Equal("bytes 2-4/10", part.Content.Headers.ContentRange!.ToString());

        using var same = await Get(link, r => { r.Headers.Range = new RangeHeaderValue(8, null); r.Headers.IfRange = new RangeConditionHeaderValue(tag); });
        Assert.Equal("89", await same.Content.ReadAsStringAsync(Ct));
        using var changed = await Get(link, r => { r.Headers.Range = new RangeHeaderValue(8, null); r.Headers.IfRange = new RangeConditionHeaderValue("\"another\""); });
        Assert.Equal("0123456789", await changed.Content.ReadAsStringAsync(Ct));

        using var beyond = await Get(link, r => r.Headers.Range = new RangeHeaderValue(10, 20));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var many = await Get(link, r => r.Headers.TryAddWithoutValidation("Range", "bytes=0-1,3-4"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, many.StatusCode);

        using var known = await Get(link, r => r.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var head = await Get(link, method: HttpMethod.Head);
        Assert.Equal(10, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task A_link_is_the_same_within_its_quarter_hour_and_over_after_it()
    {
        var stored = await Stored(Samples.Text("soon over"), "a.txt");
        var start = school.Clock.Now;
        var link = Links.For(stored.Hash, stored.Name, stored.MediaType, TimeSpan.FromMinutes(5));
        Assert.Equal(link, Links.For(stored.Hash, stored.Name, stored.MediaType, TimeSpan.FromMinutes(5)));

        school.Clock.Now = start.AddMinutes(14);
        Assert.Equal(HttpStatusCode.OK, (await Get(link)).StatusCode);
        school.Clock.Now = start.AddMinutes(16);
        using var over = await Get(link);
        school.Clock.Now = start;

        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
        Assert.Equal("platform.files.link_over", (string?)(await over.Content.ReadFromJsonAsync<JsonObject>(Ct))!["code"]);
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_in_any_place_is_not_found()
    {
        var link = await LinkTo(Samples.Text("do not touch"), "a.txt");
        var start = link.LastIndexOf('/') + 1;
        for (var i = start; i < link.Length; i += 3)
        {
            var other = link[..i] + (link[i] == 'A' ? 'B' : 'A') + link[(i + 1)..];
            Assert.Equal(HttpStatusCode.NotFound, (await Get(other)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await Get(link[..^5])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(link + "A")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(link[..start] + new string('A', 7000))).StatusCode);
    }

    [Fact]
    public async Task A_hostile_picture_is_served_where_it_can_do_nothing()
    {
        using var answer = await Get(await LinkTo(Samples.HostileSvg, "logo.svg", FilePurpose.Picture));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.EndsWith("; sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("cross-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_a_browser_should_not_show_is_downloaded_under_its_name()
    {
        using var sheet = await Get(await LinkTo(Samples.Office("xl/workbook.xml"), "Βαθμοί \"Α\".xlsx"));
        Assert.Equal("attachment", sheet.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Βαθμοί \"Α\".xlsx", sheet.Content.Headers.ContentDisposition.FileNameStar);
        using var picture = await Get(await LinkTo(Samples.Png, "a.png", FilePurpose.Picture));
        Assert.Equal("inline", picture.Content.Headers.ContentDisposition!.DispositionType);
        var stored = await Stored(Samples.Png, "a.png", FilePurpose.Picture);
        using var saved = await Get(Links.For(stored.Hash, stored.Name, stored.MediaType, TimeSpan.FromMinutes(5), download: true));
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/f/")]
    [InlineData("/f")]
    [InlineData("/verify")]
    [InlineData("/api/v1/courses")]
    [InlineData("/lib/lyceum.css")]
    public async Task The_content_origin_serves_nothing_else(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Get(school.Origins.Content + path)).StatusCode);

    [Fact]
    public async Task Each_origin_refuses_what_is_the_others()
    {
        var link = await LinkTo(Samples.Text("elsewhere"), "a.txt");
        Assert.Equal(HttpStatusCode.NotFound, (await Get(link.Replace(school.Origins.Content, school.Origins.Main, StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(link, method: HttpMethod.Post)).StatusCode);
        using var cookie = await Get(link, r => r.Headers.Add("Cookie", "theme=dark; lyceum=abc"));
        Assert.Equal(HttpStatusCode.BadRequest, cookie.StatusCode);
        using var prefixed = await Get(link, r => r.Headers.Add("Cookie", "__Host-lyceum=abc"));
        Assert.Equal(HttpStatusCode.BadRequest, prefixed.StatusCode);
        // By its port it is the content origin, whatever the request calls it.
        using var renamed = await Get(school.Origins.Content + "/api/v1/courses", r => r.Headers.Host = new Uri(school.Origins.Main).Authority);
        Assert.Equal(HttpStatusCode.NotFound, renamed.StatusCode);
    }
}
