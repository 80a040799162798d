using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lyceum.Platform.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

[Collection("large files")]   // in turn: one measures memory of the process while large content passes
public sealed class UploadTests(FilesSchool school) : IClassFixture<FilesSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<(HttpStatusCode Status, JsonObject Body)> Upload(HttpClient client, HttpContent body, string purpose = "document")
    {
        using var answer = await client.PostAsync($"/api/v1/files?purpose={purpose}", body, Ct);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!);
    }

    [Fact]
    public async Task A_person_uploads_a_file_and_reads_it_back_by_its_link()
    {
        var me = Guid.CreateVersion7();
        using var client = school.As(me);
        var text = Samples.Text($"Δοσολογία {me}");

        var (status, file) = await Upload(client, FilesSchool.Body(text, "../notes\\Σημειώσεις.txt", "text/plain"));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("Σημειώσεις.txt", (string?)file["name"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), (string?)file["hash"]);
        Assert.Equal(text.Length, (int)file["size"]!);
        var seen = await client.GetFromJsonAsync<JsonObject>($"/api/v1/files/{file["id"]}", Ct);
        using var visitor = school.Visitor("*/*");
        Assert.Equal(text, await visitor.GetByteArrayAsync(new Uri((string)seen!["url"]!), Ct));
    }

    [Fact]
    public async Task Nobody_but_its_owner_and_an_administrator_sees_a_file_by_its_id()
    {
        using var owner = school.As(Guid.CreateVersion7());
        var (_, file) = await Upload(owner, FilesSchool.Body(Samples.Png, "a.png", "image/png"), "picture");
        var address = $"/api/v1/files/{file["id"]}";

        using var other = school.As(Guid.CreateVersion7(), "instructor", "registrar");
        using var visitor = school.Visitor();
        using var administrator = school.As(Guid.CreateVersion7(), "administrator");

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.PostAsync("/api/v1/files?purpose=picture", FilesSchool.Body(Samples.Png, "a.png"), Ct)).StatusCode);
    }

    public static TheoryData<string, string?, string, string> Refused => new()
    {
        { "a.exe", null, "document", "platform.files.kind_not_taken" },
        { "a", null, "document", "platform.files.kind_not_taken" },
        { "a.png", "image/png", "document", "platform.files.kind_not_taken" },
        { "a.pdf", "application/pdf", "document", "platform.files.not_what_it_says" },
        { "a.pdf", "image/png", "document", "platform.files.kind_not_taken" },
        { "a.docx", null, "document", "platform.files.not_what_it_says" },
        { "a.mp4", "video/mp4", "media", "platform.files.not_what_it_says" },
        { "a.png", "image/png", "picture", "platform.files.not_what_it_says" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(string name, string? type, string purpose, string code)
    {
        using var client = school.As(Guid.CreateVersion7());
        var content = Samples.Text($"only text {name} {purpose}");

        var (status, problem) = await Upload(client, FilesSchool.Body(content, name, type), purpose);

        Assert.Equal((HttpStatusCode)422, status);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.False(File.Exists(PathOf(content)));
        Assert.Empty(Directory.Exists(Parts) ? Directory.GetFiles(Parts) : []);
    }

    [Fact]
    public async Task Empty_missing_doubled_cut_and_foreign_bodies_are_refused()
    {
        using var client = school.As(Guid.CreateVersion7());

        Assert.Equal("platform.files.empty", (string?)(await Upload(client, FilesSchool.Body([], "a.txt"))).Body["code"]);
        Assert.Equal("platform.files.no_file", (string?)(await Upload(client, new MultipartFormDataContent { { new StringContent("x"), "note" } })).Body["code"]);
        var two = FilesSchool.Body(Samples.Text("one"), "a.txt");
        two.Add(new ByteArrayContent(Samples.Text("two")), "file", "b.txt");
        Assert.Equal("platform.files.one_only", (string?)(await Upload(client, two)).Body["code"]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Upload(client, new StringContent("{}", Encoding.UTF8, "application/json"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/v1/files", FilesSchool.Body(Samples.Png, "a.png"), Ct)).StatusCode);

        using var cut = new ByteArrayContent(Samples.Text("--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\nhalf"));
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        Assert.Equal(HttpStatusCode.BadRequest, (await Upload(client, cut)).Status);
    }

    [Fact]
    public async Task Names_lose_paths_control_characters_and_what_is_too_much()
    {
        using var client = school.As(Guid.CreateVersion7());
        var hostile = new ByteArrayContent(Samples.Text("hostile name"));
        hostile.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=f; filename*=UTF-8''..%2F..%2Fetc%2Fa%00b%0D%0A%E2%80%AEtxt.pdf.txt");
        var (status, file) = await Upload(client, new MultipartContent("form-data") { hostile });
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("abtxt.pdf.txt", (string?)file["name"]);

        var (_, longest) = await Upload(client, FilesSchool.Body(Samples.Text("long name"), new string('α', 1000) + ".txt"));
        Assert.Equal(200, ((string)longest["name"]!).Length);
        Assert.EndsWith(".txt", (string?)longest["name"], StringComparison.Ordinal);

        var (tooLong, _) = await Upload(client, FilesSchool.Body(Samples.Text("longer name"), new string('a', 40_000) + ".txt"));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong);
    }

    [Fact]
    public async Task Office_packages_are_told_apart_and_macros_are_not_taken()
    {
        using var client = school.As(Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.Created, (await Upload(client, FilesSchool.Body(Samples.Office("word/document.xml"), "a.docx"))).Status);
        Assert.Equal((HttpStatusCode)422, (await Upload(client, FilesSchool.Body(Samples.Office("word/document.xml"), "a.xlsx"))).Status);
        Assert.Equal((HttpStatusCode)422, (await Upload(client, FilesSchool.Body(Samples.Office("word/document.xml", "word/vbaProject.bin"), "a.docx"))).Status);
    }

    [Fact]
    public async Task The_same_content_brought_by_many_at_once_is_stored_once()
    {
        var content = Samples.Text($"the same for all {Guid.CreateVersion7()}");
        var uploads = Enumerable.Range(0, 20).Select(async i =>
        {
            using var client = school.As(Guid.CreateVersion7());
            return (await Upload(client, FilesSchool.Body(content, $"{i}.txt"))).Status;
        });

        Assert.All(await Task.WhenAll(uploads).WaitAsync(TimeSpan.FromSeconds(60), Ct), s => Assert.Equal(HttpStatusCode.Created, s));

        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.Equal(20L, await school.Database.Value<long>($"SELECT count(*) FROM platform.files WHERE hash = '{hash}'"));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.blobs WHERE hash = '{hash}'"));
        Assert.Equal(content, await File.ReadAllBytesAsync(PathOf(content), Ct));
        Assert.Empty(Directory.GetFiles(Parts));
    }

    [Fact]
    public async Task Two_uploads_at_once_cannot_both_take_the_last_of_a_days_share()
    {
        var me = Guid.CreateVersion7();
        var hash = Convert.ToHexStringLower(SHA256.HashData(me.ToByteArray()));
        await school.Database.Execute($"INSERT INTO platform.blobs VALUES ('{hash}', {KeepingFiles.DailyShare - 10}, '{school.Clock.Now:O}')");
        await school.Database.Execute($"INSERT INTO platform.files VALUES ('{me}', '{hash}', {KeepingFiles.DailyShare - 10}, 'video/mp4', 'a.mp4', '{me}', 'media', '{school.Clock.Now:O}')");

        var uploads = Enumerable.Range(10, 8).Select(async i =>
        {
            using var client = school.As(me);
            return (await Upload(client, FilesSchool.Body(Samples.Text($"bytes {i}"), $"{i}.txt"))).Status;
        });
        var answers = await Task.WhenAll(uploads).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Single(answers, HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(s => s == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Two_hundred_megabytes_pass_through_in_flat_memory()
    {
        using var client = school.As(Guid.CreateVersion7());
        client.Timeout = TimeSpan.FromMinutes(3);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var sampling = new CancellationTokenSource();
        var sampler = Task.Run(async () =>
        {
            while (!sampling.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
                await Task.Delay(20, CancellationToken.None);
            }
        }, Ct);

        var (status, file) = await Upload(client, FilesSchool.Body(new StreamContent(new Film(200 << 20), 128 * 1024), "film.mp4", "video/mp4"), "media");
        var url = (string)(await client.GetFromJsonAsync<JsonObject>($"/api/v1/files/{file["id"]}", Ct))!["url"]!;
        using var visitor = school.Visitor("*/*");
        await using var back = await visitor.GetStreamAsync(new Uri(url), Ct);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(back, Ct));
        await sampling.CancelAsync();
        await sampler;

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(200 << 20, (int)file["size"]!);
        Assert.Equal((string?)file["hash"], hash);
        // Client and server are both in this process; a single copy of the content would be 200 MiB.
        Assert.InRange(peak, 0, 64 << 20);
    }

    [Fact]
    public async Task What_a_killed_upload_left_is_never_listed_and_swept_after_a_day()
    {
        Directory.CreateDirectory(Parts);
        var half = Path.Combine(Parts, "0190.part");
        await File.WriteAllBytesAsync(half, Samples.Png, Ct);
        var store = school.Services.GetRequiredService<FileStore>();

        Assert.False((await store.Open(Convert.ToHexStringLower(SHA256.HashData(Samples.Text("never whole"))), Ct)).Ok);
        Assert.Equal(0, store.SweepParts(DateTimeOffset.UnixEpoch.AddYears(50)));
        File.SetLastWriteTimeUtc(half, school.Clock.Now.UtcDateTime.AddDays(-2));
        Assert.Equal(1, store.SweepParts(school.Clock.Now));
        Assert.False(File.Exists(half));
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_no_file()
    {
        var store = school.Services.GetRequiredService<FileStore>();
        await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(new Film(1 << 20) { BreaksAt = 300_000 }, new NewContent(FilePurpose.Media, "a.mp4"), Ct));
        var tooLarge = await store.SaveAsync(new Film(3 << 20), new NewContent(FilePurpose.Media, "a.mp4") { MaxBytes = 2 << 20 }, Ct);
        Assert.Equal("platform.files.too_large", tooLarge.Refusal!.Code);
        Assert.Empty(Directory.GetFiles(Parts));
    }

    private string Parts => Path.Combine(school.Data, "files", "parts");

    private string PathOf(byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return Path.Combine(school.Data, "files", hash[..2], hash[2..4], hash);
    }
}
