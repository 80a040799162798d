using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Platform.Operations;
using Npgsql;

namespace Lyceum.Tests.Files;

[Collection("large files")]   // in turn: one measures memory of the process while large content passes
public sealed class MoveTests(MoveSchool school) : IClassFixture<MoveSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_move_to_a_bucket_that_is_killed_goes_on_without_copying_again_what_is_proved()
    {
        await school.Forget();
        await school.Server.Wire("slow");
        using (var move = school.Start("files", "move", "--to", "s3"))
        {
            await Until(async () => (await school.Proved(school.Bucket)).Count >= 8);
            move.Kill();
            await move.WaitForExitAsync(Ct);
        }
        var proved = await school.Proved(school.Bucket);
        Assert.InRange(proved.Count, 8, MoveSchool.Small);
        await EverythingIsRead();
        await school.Server.Wire("none");

        var (exit, report) = await school.Run("files", "move", "--to", "s3");

        Assert.Equal((ExitCodes.Ok, school.Content.Count, 0), (exit, (int)report["data"]!["moved"]! + (int)report["data"]!["skipped"]!, (int)report["data"]!["failed"]!));
        Assert.InRange((int)report["data"]!["skipped"]!, proved.Count, MoveSchool.Small);
        Assert.DoesNotContain(await school.Server.Passed(), p => !p.StartsWith("HEAD", StringComparison.Ordinal) && proved.Any(h => p.Contains(h, StringComparison.Ordinal)));
        Assert.Equal(school.Content.Keys.Order(StringComparer.Ordinal), school.Server.Hashes.Order(StringComparer.Ordinal));
        foreach (var (hash, bytes) in school.Content) Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));

        (exit, report) = await school.Run("files", "move", "--to", "s3");
        Assert.Equal((ExitCodes.Ok, 0, school.Content.Count), (exit, (int)report["data"]!["moved"]!, (int)report["data"]!["skipped"]!));
        (exit, report) = await school.Run("files", "status");
        var place = report["data"]!["places"]!.AsArray().Single(p => (string)p!["name"]! == "s3")!;
        Assert.Equal((ExitCodes.Ok, "disk", school.Content.Count, 0), (exit, (string)report["data"]!["first"]!, (int)place["proved"]!, (int)place["failed"]!));
    }

    [Fact]
    public async Task A_move_to_disk_that_is_killed_goes_on_too_and_reading_works_meanwhile()
    {
        await school.Forget();
        Assert.Equal(ExitCodes.Ok, (await school.Run("files", "move", "--to", "s3")).Exit);
        foreach (var hash in school.Content.Keys) File.Delete(school.Folder.PathOf(hash));
        await EverythingIsRead();   // from the bucket

        using (var move = school.Start("files", "move", "--to", "disk"))
        {
            await Until(async () => (await school.Proved(school.Folder.Files)).Count >= 5);
            move.Kill();
            await move.WaitForExitAsync(Ct);
        }
        var proved = await school.Proved(school.Folder.Files);
        var written = proved.ToDictionary(h => h, h => File.GetLastWriteTimeUtc(school.Folder.PathOf(h)), StringComparer.Ordinal);
        await EverythingIsRead();

        var (exit, report) = await school.Run("files", "move", "--to", "disk");

        Assert.Equal((ExitCodes.Ok, 0), (exit, (int)report["data"]!["failed"]!));
        foreach (var (hash, bytes) in school.Content) Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Folder.PathOf(hash), Ct));
        Assert.All(written, w => Assert.Equal(w.Value, File.GetLastWriteTimeUtc(school.Folder.PathOf(w.Key))));
    }

    [Fact]
    public async Task What_is_damaged_or_missing_is_not_moved_and_said()
    {
        await school.Forget();
        var (damaged, missing) = (school.Content.Keys.First(), school.Content.Keys.Skip(1).First());
        await File.WriteAllTextAsync(school.Folder.PathOf(damaged), "something else", Ct);
        File.Delete(school.Folder.PathOf(missing));

        var (exit, report) = await school.Run("files", "move", "--to", "s3");

        Assert.Equal((ExitCodes.Unverified, "ops.files.incomplete", 2), (exit, (string)report["code"]!, (int)report["data"]!["failed"]!));
        Assert.DoesNotContain(damaged, school.Server.Hashes);
        Assert.DoesNotContain(missing, school.Server.Hashes);
        Assert.Equal("damaged", await school.Database.Value<string>($"SELECT problem FROM platform.blob_copies WHERE hash = '{damaged}'"));
        foreach (var hash in (string[])[damaged, missing]) await File.WriteAllBytesAsync(school.Folder.PathOf(hash), school.Content[hash], Ct);
        (exit, report) = await school.Run("files", "move", "--to", "s3");
        Assert.Equal((ExitCodes.Ok, 2), (exit, (int)report["data"]!["moved"]!));
    }

    [Fact]
    public async Task A_copy_that_is_other_bytes_of_the_same_length_is_found_and_taken_away()
    {
        await school.Forget();
        var hash = school.Content.Keys.First();
        Directory.CreateDirectory(Path.GetDirectoryName(school.Server.ObjectOf(hash))!);
        await File.WriteAllBytesAsync(school.Server.ObjectOf(hash), new byte[school.Content[hash].Length], Ct);

        var (exit, report) = await school.Run("files", "move", "--to", "s3");

        Assert.Equal((ExitCodes.Unverified, 1), (exit, (int)report["data"]!["failed"]!));
        Assert.DoesNotContain(hash, school.Server.Hashes);
        Assert.Equal(ExitCodes.Ok, (await school.Run("files", "move", "--to", "s3")).Exit);
        Assert.Equal(school.Content[hash], await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
    }

    [Fact]
    public async Task A_move_says_what_keeps_it_from_going()
    {
        await school.Forget();
        Assert.Equal(ExitCodes.Usage, (await school.Run("files", "move", "--to", "tape")).Exit);
        await using (var other = await school.Database.App.OpenConnectionAsync(Ct))
        {
            await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('platform.files.move', 0))", other);
            await take.ExecuteNonQueryAsync(Ct);
            var (busy, said) = await school.Run("files", "move", "--to", "s3");
            Assert.Equal((ExitCodes.Precondition, "ops.files.busy"), (busy, (string)said["code"]!));
            await using var giveBack = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", other);   // a pooled connection would keep it
            await giveBack.ExecuteNonQueryAsync(Ct);
        }
        Assert.Contains("answers", (string)Files((await school.Run("config", "validate")).Report)["text"]!, StringComparison.Ordinal);

        await school.Server.Kill();
        try
        {
            var (exit, report) = await school.Run("files", "move", "--to", "s3");
            Assert.Equal((ExitCodes.Unreachable, "ops.files.away"), (exit, (string)report["code"]!));
            var validated = await school.Run("config", "validate");
            Assert.Equal((ExitCodes.Failed, "FAIL"), (validated.Exit, (string)Files(validated.Report)["verdict"]!));
        }
        finally
        {
            await school.Server.Start();
        }

        static JsonNode Files(JsonObject report) => report["data"]!.AsArray().Single(c => (string)c!["name"]! == "files")!;
    }

    [Fact]
    public async Task A_job_moves_as_the_command_line_does_and_discarding_it_stops_it()
    {
        await school.Forget();
        await school.Server.Wire("slow");
        using var operators = school.As(Guid.CreateVersion7(), "operator");
        using var learner = school.As(Guid.CreateVersion7(), "learner");
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.PostAsJsonAsync("/api/v1/ops/files/moves", new { to = "s3" }, Ct)).StatusCode);
        Assert.Equal((HttpStatusCode)422, (await operators.PostAsJsonAsync("/api/v1/ops/files/moves", new { to = "tape" }, Ct)).StatusCode);

        var job = await Queue();
        await Until(async () => (await school.Proved(school.Bucket)).Count >= 4);
        Assert.Equal(HttpStatusCode.NoContent, (await operators.PostAsJsonAsync($"/api/v1/ops/jobs/{job}/discard", new { reason = "Too slow by day." }, Ct)).StatusCode);
        await Task.Delay(3000, Ct);
        var after = (await school.Proved(school.Bucket)).Count;
        await Task.Delay(1000, Ct);
        Assert.Equal(after, (await school.Proved(school.Bucket)).Count);
        Assert.InRange(after, 4, MoveSchool.Small - 1);
        Assert.Equal("discarded", await school.Database.Value<string>($"SELECT state FROM platform.jobs WHERE id = '{job}'"));

        await school.Server.Wire("none");
        job = await Queue();
        await Until(async () => await school.Database.Value<string>($"SELECT state FROM platform.jobs WHERE id = '{job}'") == "done");
        foreach (var (hash, bytes) in school.Content) Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
        var state = (await operators.GetFromJsonAsync<JsonObject>("/api/v1/ops/files", Ct))!;
        Assert.Equal(school.Content.Count, (int)state["places"]!.AsArray().Single(p => (string)p!["name"]! == "s3")!["proved"]!);
        Assert.Equal(2L, await school.Database.Value<long>("SELECT count(*) FROM platform.audit_entries WHERE action = 'platform.move_content'"));

        async Task<string> Queue()
        {
            using var answer = await operators.PostAsJsonAsync("/api/v1/ops/files/moves", new { to = "s3" }, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!["jobId"]!;
        }
    }

    private async Task EverythingIsRead()
    {
        using var visitor = school.Visitor("*/*");
        foreach (var (hash, bytes) in school.Content) Assert.Equal(bytes, await visitor.GetByteArrayAsync(new Uri(school.LinkTo(hash)), Ct));
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await done()) await Task.Delay(20, patience.Token);
    }
}
