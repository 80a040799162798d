using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Files;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Identity;

/// <summary>A school that sweeps only when it is told to.</summary>
public sealed class PictureSchool : School
{
    protected override bool Jobs => false;
}

public sealed class AvatarTests(PictureSchool school) : IClassFixture<PictureSchool>
{
    private const string Route = "/api/v1/me/avatar";
    private static int number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A picture like no other: what follows a PNG's end is not looked at.</summary>
    private static byte[] Picture() => [.. Samples.Png, .. BitConverter.GetBytes(Interlocked.Increment(ref number))];

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string PathOf(byte[] content) => school.Services.GetRequiredService<DataFolder>().PathOf(HashOf(content));

    private async Task<string?> Row(TestPerson person) => await school.Database.Value<string>($"SELECT concat_ws(' ', avatar_hash, avatar_type, version) FROM identity.people WHERE id = '{person.Id}'");

    private async Task<long> Audited(TestPerson person, string action) =>
        await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.{action}' AND entity_id = '{person.Id}'");

    private async Task<long> FilesOf(TestPerson person) => await school.Database.Value<long>($"SELECT count(*) FROM platform.files WHERE owner_id = '{person.Id}'");

    private static async Task<HttpResponseMessage> Put(HttpClient client, byte[] content, string name = "me.png", string? type = "image/png", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Route) { Content = FilesSchool.Body(content, name, type) };
        foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request, Ct);
    }

    /// <summary>The profile page's form with a file in it, as a browser without script sends it.</summary>
    private static async Task<HttpResponseMessage> Send(HttpClient browser, byte[]? content, string name = "me.png", string type = "image/png")
    {
        var html = await browser.GetStringAsync("/account", Ct);
        var token = WebUtility.HtmlDecode(Regex.Match(html, "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        using var form = new MultipartFormDataContent { { new StringContent("picture"), "_handler" }, { new StringContent(token), "__form" } };
        var file = new ByteArrayContent(content ?? []);
        file.Headers.ContentType = new MediaTypeHeaderValue(content is null ? "application/octet-stream" : type);
        // A browser whose chooser was left empty sends a part without bytes or name.
        if (content is null) file.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"PictureModel.Picture\"; filename=\"\"");
        if (content is null) form.Add(file);
        else form.Add(file, "PictureModel.Picture", name);
        return await browser.PostAsync("/account", form, Ct);
    }

    [Fact]
    public async Task A_person_gives_a_picture_and_it_is_served_harmlessly_from_the_content_origin()
    {
        var me = await school.Person();
        using var client = await school.Bearer(me);
        var picture = Picture();
        Assert.Equal("P" + me.Name.Split(' ')[1][..1], (string?)(await (await client.GetAsync(Route, Ct)).Body())["initials"]);

        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, picture)).StatusCode);

        Assert.Equal($"{HashOf(picture)} image/png 2", await Row(me));
        Assert.Equal("portrait image/png", await school.Database.Value<string>($"SELECT purpose || ' ' || media_type FROM platform.files WHERE owner_id = '{me.Id}'"));
        Assert.Equal(1, await Audited(me, "set_avatar"));
        var view = await (await client.GetAsync(Route, Ct)).Body();
        Assert.Equal(HashOf(picture), (string?)view["hash"]);
        var url = (string)view["url"]!;
        Assert.StartsWith(school.Origins.Content, url, StringComparison.Ordinal);
        using var visitor = school.Visitor("*/*");
        using var answer = await visitor.GetAsync(new Uri(url), Ct);
        Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.Private);
        Assert.Equal($"\"{HashOf(picture)}\"", answer.Headers.ETag!.Tag);
        visitor.DefaultRequestHeaders.IfNoneMatch.Add(answer.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.GetAsync(new Uri(url), Ct)).StatusCode);
        visitor.DefaultRequestHeaders.IfNoneMatch.Clear();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(new Uri(url[..^8] + "AAAAAAAA"), Ct)).StatusCode);
    }

    public static TheoryData<string, string?, string, int, string> Refused => new()
    {
        { "me.exe", null, "png", 422, "platform.files.kind_not_taken" },
        { "me.pdf", "application/pdf", "png", 422, "platform.files.kind_not_taken" },
        { "me.svg", "image/svg+xml", "svg", 422, "platform.files.kind_not_taken" },
        { "me", "image/svg+xml", "svg", 422, "platform.files.kind_not_taken" },
        { "me.png", "image/png", "svg", 422, "platform.files.not_what_it_says" },
        { "me.jpg", "image/jpeg", "png", 422, "platform.files.not_what_it_says" },
        { "me.webp", "image/webp", "png", 422, "platform.files.not_what_it_says" },
        { "me.png", "image/png", "nothing", 422, "platform.files.empty" },
        { "me.png", "image/png", "large", 413, "platform.files.too_large" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_small_picture_is_refused_and_changes_nothing(string name, string? type, string content, int status, string code)
    {
        var me = await school.Person();
        using var client = await school.Bearer(me);
        var before = Picture();
        await Put(client, before);
        byte[] bytes = content switch { "svg" => Samples.HostileSvg, "nothing" => [], "large" => [.. Samples.Png, .. new byte[2 << 20]], _ => Picture() };

        using var answer = await Put(client, bytes, name, type);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await answer.Code());
        Assert.Equal($"{HashOf(before)} image/png 2", await Row(me));
        Assert.Equal(1, await FilesOf(me));
        Assert.Equal(1, await Audited(me, "set_avatar"));
        if (bytes.Length > 0) Assert.False(File.Exists(PathOf(bytes)));
    }

    [Fact]
    public async Task An_old_version_is_refused_a_repetition_does_nothing_and_a_new_picture_takes_the_place()
    {
        var me = await school.Person();
        using var client = await school.Bearer(me);
        var (first, second) = (Picture(), Picture());
        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, first, headers: ("Idempotency-Key", "picture-once"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, first, headers: ("Idempotency-Key", "picture-once"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, first)).StatusCode);
        Assert.Equal((1L, 1L), (await Audited(me, "set_avatar"), await FilesOf(me)));

        using var stale = await Put(client, second, headers: ("If-Match", "\"1\""));
        Assert.Equal("platform.request.stale_version", await stale.Code());
        Assert.Equal(($"{HashOf(first)} image/png 2", 1L), (await Row(me), await FilesOf(me)));

        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, second, headers: ("If-Match", "\"2\""))).StatusCode);
        Assert.Equal($"{HashOf(second)} image/png 3", await Row(me));
    }

    [Fact]
    public async Task A_removed_picture_gives_way_to_initials_and_removing_again_does_nothing()
    {
        var me = await school.Person();
        using var client = await school.Bearer(me);
        await Put(client, Picture());

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Route, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Route, Ct)).StatusCode);

        Assert.Equal("3", await Row(me));
        Assert.Equal(1, await Audited(me, "remove_avatar"));
        Assert.Null((string?)(await (await client.GetAsync(Route, Ct)).Body())["url"]);
    }

    [Fact]
    public async Task Only_those_who_see_the_person_are_given_a_link()
    {
        var (pupil, teacher) = (await school.Person(Role.Learner), await school.Person(Role.Instructor));
        var section = await school.SectionOf(await school.Course());
        await school.Do(new Enrol(section.Id, pupil.Id), Enrolling.Handle);
        await school.Do(new NameTeacher(section.Id, teacher.Id), NamingTeachers.Name);
        using var own = await school.Bearer(pupil);
        await Put(own, Picture());
        var (address, roster) = ($"/api/v1/people/{pupil.Id}/avatar", $"/api/v1/sections/{section.Id}/enrolments");

        using var visitor = school.Visitor();
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync(Route, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Put(visitor, Picture())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.DeleteAsync(Route, Ct)).StatusCode);
        using var learner = await school.SignedIn(Role.Learner);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync(roster, Ct)).StatusCode);
        using var colleague = await school.SignedIn(Role.Instructor);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync(roster, Ct)).StatusCode);
        using var stranger = await school.SignedIn(Role.Registrar);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/people/{Guid.CreateVersion7()}/avatar", Ct)).StatusCode);

        Assert.StartsWith(school.Origins.Content, (string)(await (await stranger.GetAsync(address, Ct)).Body())["url"]!, StringComparison.Ordinal);
        using var instructor = await school.Bearer(teacher);
        Assert.StartsWith(school.Origins.Content, (string)(await (await instructor.GetAsync(roster, Ct)).Body())["items"]![0]!["avatarUrl"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_page_takes_a_picture_without_script_shows_it_everywhere_and_removes_it()
    {
        var (me, registrar) = (await school.Person(Role.Learner), await school.Person(Role.Registrar));
        var course = await school.Course();
        await school.Do(new Enrol((await school.SectionOf(course)).Id, me.Id), Enrolling.Handle);
        using var browser = await school.Browser(me);
        using var office = await school.Browser(registrar);
        var image = $"<img src=\"{school.Origins.Content}/f/";
        Assert.DoesNotContain(image, await browser.GetStringAsync("/account", Ct), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await Send(browser, Picture())).StatusCode);

        // The clock stands still, so only the database's word can drop what is kept with the session.
        for (var tries = 0; tries < 50 && Count(await browser.GetStringAsync("/account", Ct)) < 2; tries++) await Task.Delay(100, Ct);
        var page = await browser.GetStringAsync("/account", Ct);
        Assert.Equal(2, Count(page));
        Assert.Matches($"{Regex.Escape(image)}[^\"]+\" alt(=\"\")? ", page);
        Assert.Contains(image, await browser.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        foreach (var address in (string[])[$"/admin/people/{me.Id}", $"/admin/people?q={Uri.EscapeDataString(me.Name)}", $"/teach/{course.Slug}/open/roster"])
            Assert.Contains(image, await office.GetStringAsync(address, Ct), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm("/account", new() { ["_handler"] = "picture-remove" }, browser)).StatusCode);
        Assert.Equal("3", await Row(me));
        Assert.DoesNotContain(image, await office.GetStringAsync($"/admin/people/{me.Id}", Ct), StringComparison.Ordinal);

        int Count(string html) => Regex.Count(html, Regex.Escape(image), RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_profile_page_says_in_its_form_why_a_picture_is_not_taken()
    {
        var me = await school.Person();
        using var browser = await school.Browser(me);
        async Task Says(byte[]? content, string name, int status, string words)
        {
            using var answer = await Send(browser, content, name);
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains(words, html, StringComparison.Ordinal);
            Assert.Contains("id=\"PictureModel-Picture\"", html, StringComparison.Ordinal);
        }

        await Says(Samples.HostileSvg, "me.svg", 422, "These are: png, jpg, webp.");
        await Says(Samples.HostileSvg, "me.png", 422, "The name says png");
        await Says([.. Samples.Png, .. new byte[4 << 20]], "me.png", 413, "larger than 2 MB");
        await Says(null, "", 422, "PictureModel-Picture-error");
        Assert.Equal("1", await Row(me));
    }

    [Fact]
    public async Task A_picture_that_is_nobodys_is_swept_after_a_day_and_one_that_is_shown_stays()
    {
        var (me, other) = (await school.Person(), await school.Person());
        var (old, shared, mine) = (Picture(), Picture(), Picture());
        using (var client = await school.Bearer(me))
        {
            foreach (var picture in (byte[][])[old, shared, mine]) Assert.Equal(HttpStatusCode.NoContent, (await Put(client, picture)).StatusCode);
            using var theirs = await school.Bearer(other);
            await Put(theirs, shared);
        }
        async Task Sweep()
        {
            await school.Do(new ForgetAvatars(1000), ForgettingAvatars.Handle);
            await school.Do(new DropContent(1000), SweepingContent.Handle);
            await school.Read(db => school.Services.GetRequiredService<FileStore>().SweepContent(school.Clock.Now, hashes => SweepingContent.Kept(db, hashes, Ct), Ct));
        }

        await Sweep();
        Assert.Equal(3, await FilesOf(me));
        Assert.Equal([true, true, true], ((byte[][])[old, shared, mine]).Select(p => File.Exists(PathOf(p))));

        school.Clock.Advance(TimeSpan.FromHours(25));
        foreach (var picture in (byte[][])[old, shared, mine]) File.SetLastWriteTimeUtc(PathOf(picture), school.Clock.Now.UtcDateTime.AddDays(-2));
        await Sweep();
        Assert.Equal((1L, 1L), (await FilesOf(me), await FilesOf(other)));
        Assert.Equal([false, true, true], ((byte[][])[old, shared, mine]).Select(p => File.Exists(PathOf(p))));
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.blobs WHERE hash = '{HashOf(old)}'"));

        // What somebody brings again on the day it would go has a new file and stays.
        await school.Database.Execute($"UPDATE identity.people SET avatar_hash = NULL, avatar_type = NULL WHERE id = '{me.Id}'");
        await school.Do(new ForgetAvatars(1000), ForgettingAvatars.Handle);
        await school.Do(new DropContent(1000), SweepingContent.Handle);
        File.SetLastWriteTimeUtc(PathOf(mine), school.Clock.Now.UtcDateTime);
        await school.Read(db => school.Services.GetRequiredService<FileStore>().SweepContent(school.Clock.Now, hashes => SweepingContent.Kept(db, hashes, Ct), Ct));
        Assert.True(File.Exists(PathOf(mine)));
    }

    [Fact]
    public async Task The_database_refuses_half_a_picture_and_one_without_content()
    {
        var me = await school.Person();
        async Task Refuses(string set, string constraint) =>
            Assert.Equal(constraint, (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => school.Database.Execute($"UPDATE identity.people SET {set} WHERE id = '{me.Id}'"))).ConstraintName);

        await Refuses("avatar_type = 'image/png'", "people_avatar");
        await Refuses($"avatar_hash = '{new string('0', 64)}'", "people_avatar");
        await Refuses($"avatar_hash = '{new string('0', 64)}', avatar_type = 'image/svg+xml'", "people_avatar_type");
        await Refuses($"avatar_hash = '{new string('0', 64)}', avatar_type = 'image/png'", "people_avatar_blob");
    }
}
