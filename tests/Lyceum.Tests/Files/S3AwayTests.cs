using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Platform.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

public sealed class S3AwayTests(S3School school) : IClassFixture<S3School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_bucket_is_away_files_say_so_and_the_school_goes_on()
    {
        using var visitor = school.Visitor("*/*");
        using var operators = school.As(Guid.CreateVersion7(), "operator");
        Assert.Empty(school.AskedAtStart);   // nobody is asked before somebody wants a file
        var (_, file, _) = await school.Upload(new ByteArrayContent(Samples.Text("here before")), "a.txt", "document");
        var link = school.LinkTo((string)file["hash"]!, "a.txt", "text/plain");
        Assert.Equal(("s3", true), await Look());

        await school.Server.Kill();

        var (status, problem, retryAfter) = await school.Upload(new ByteArrayContent(Samples.Text("while away")), "a.txt", "document");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "platform.files.away", TimeSpan.FromSeconds(30)), (status, (string?)problem["code"], retryAfter));
        using var read = await visitor.GetAsync(new Uri(link), Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (read.StatusCode, read.Headers.RetryAfter?.Delta));
        Assert.Equal("platform.files.away", (string?)(await read.Content.ReadFromJsonAsync<JsonObject>(Ct))!["code"]);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(("s3", false), await Look());
        Assert.Empty(Directory.GetFiles(Path.Combine(school.Data, "files"), "*", SearchOption.AllDirectories));

        // What lies on disk too is read from there.
        var folder = school.Services.GetRequiredService<DataFolder>();
        var onDisk = folder.PathOf((string)file["hash"]!);
        Directory.CreateDirectory(Path.GetDirectoryName(onDisk)!);
        await File.WriteAllBytesAsync(onDisk, Samples.Text("here before"), Ct);
        Assert.Equal("here before", await visitor.GetStringAsync(new Uri(link), Ct));
        File.Delete(onDisk);

        await school.Server.Start();
        Assert.Equal("here before", await visitor.GetStringAsync(new Uri(link), Ct));

        async Task<(string, bool)> Look()
        {
            var files = (await operators.GetFromJsonAsync<JsonObject>("/api/v1/ops/health", Ct))!["files"]!;
            return ((string)files["place"]!, (bool)files["answers"]!);
        }
    }

    [Fact]
    public async Task Wrong_keys_are_a_place_that_is_away_and_stand_in_no_message()
    {
        using var bucket = new S3Bucket(Settings(new(school.Server.Settings) { ["LYCEUM_S3_ACCESS_KEY"] = "hunter2" })!);
        var refused = await Assert.ThrowsAsync<ContentAwayException>(() => bucket.List(null, 1, Ct));
        Assert.Equal($"{school.Server.Endpoint}/lyceum says 403 InvalidAccessKeyId", refused.Message);
        using var elsewhere = new S3Bucket(Settings(new(school.Server.Settings) { ["LYCEUM_S3_BUCKET"] = "nobodys" })!);
        Assert.EndsWith("404 NoSuchBucket", (await Assert.ThrowsAsync<ContentAwayException>(() => elsewhere.List(null, 1, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_named_without_their_values()
    {
        var good = school.Server.Settings;
        Assert.Null(Settings([]));
        Assert.Equal($"{school.Server.Endpoint}/lyceum", $"{Settings(good)}");
        Assert.Contains("LYCEUM_S3_ENDPOINT", Wrong(new(good) { ["LYCEUM_S3_ENDPOINT"] = "ftp://x" }), StringComparison.Ordinal);
        Assert.Contains("LYCEUM_S3_SECRET_KEY_FILE is missing", Wrong(new(good) { ["LYCEUM_S3_SECRET_KEY"] = "" }), StringComparison.Ordinal);
        Assert.Contains("LYCEUM_S3_SECRET_KEY_FILE names cannot be read", Wrong(new(good) { ["LYCEUM_S3_SECRET_KEY"] = "", ["LYCEUM_S3_SECRET_KEY_FILE"] = "/nowhere/at/all" }), StringComparison.Ordinal);
        Assert.Contains("disk or s3", Wrong(new() { ["LYCEUM_FILES"] = "tape" }), StringComparison.Ordinal);
        Assert.Contains("needs LYCEUM_S3_ENDPOINT", Wrong(new() { ["LYCEUM_FILES"] = "s3" }), StringComparison.Ordinal);

        var file = Path.Combine(school.Data, "secret");
        File.WriteAllText(file, "from a file\n");
        Assert.Equal("from a file", Settings(new(good) { ["LYCEUM_S3_SECRET_KEY"] = "", ["LYCEUM_S3_SECRET_KEY_FILE"] = file })!.SecretKey);

        static string Wrong(Dictionary<string, string> told) => Assert.Throws<InvalidOperationException>(() => FileSettings.From(name => told.GetValueOrDefault(name))).Message;
    }

    private static S3Settings? Settings(Dictionary<string, string> told) => S3Settings.From(name => told.GetValueOrDefault(name));
}
