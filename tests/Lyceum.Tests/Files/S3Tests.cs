using System.Net;
using System.Net.Http.Headers;
using Lyceum.Platform.Files;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Tests.Files;

[Collection("large files")]   // in turn: one measures memory of the process while large content passes
public sealed class S3Tests(S3School school) : IClassFixture<S3School>
{
    private const long Part = ContentOnS3.PartSize;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> Get(string address, Action<HttpRequestMessage>? adjust = null)
    {
        using var client = school.Visitor("*/*");
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        adjust?.Invoke(request);
        return await client.SendAsync(request, Ct);
    }

    [Theory]
    [InlineData(25)]
    [InlineData((5 << 20) + 1)]
    [InlineData(8 << 20)]
    [InlineData((8 << 20) + 1)]
    [InlineData(20 << 20)]
    public async Task What_was_sent_lies_in_the_bucket_byte_for_byte_and_is_read_back_through_our_own_address(int size)
    {
        var bytes = S3School.Bytes(size);
        var hash = S3School.HashOf(bytes);

        var (status, file, _) = await school.Film(size);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(hash, (string?)file["hash"]);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
        Assert.Equal(1, await school.Rows(hash));
        Assert.Empty(Directory.GetFiles(Path.Combine(school.Data, "files"), "*", SearchOption.AllDirectories));
        var link = school.LinkTo(hash);
        Assert.StartsWith(school.Origins.Content, link, StringComparison.Ordinal);
        using var back = await Get(link);
        Assert.Equal(size, back.Content.Headers.ContentLength);
        Assert.Equal(bytes, await back.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task One_byte_is_content_too()
    {
        var (status, file, _) = await school.Upload(new ByteArrayContent("x"u8.ToArray()), "x.txt", "document");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("x", await (await Get(school.LinkTo((string)file["hash"]!, "x.txt", "text/plain"))).Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Ranges_and_conditions_are_answered_as_from_disk_and_a_small_range_costs_little()
    {
        var bytes = S3School.Bytes(Part * 2 + 77);
        await school.Film(bytes.Length);
        var link = school.LinkTo(S3School.HashOf(bytes));
        await school.Server.Wire("none");

        using var middle = await Get(link, r => r.Headers.Range = new RangeHeaderValue(Part - 5, Part + 4));
        Assert.Equal(HttpStatusCode.PartialContent, middle.StatusCode);
        Assert.Equal($"bytes {Part - 5}-{Part + 4}/{bytes.Length}", middle.Content.Headers.ContentRange!.ToString());
        Assert.Equal(bytes[(int)(Part - 5)..(int)(Part + 5)], await middle.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(2, (await school.Server.Passed()).Length);

        using var tail = await Get(link, r => r.Headers.Range = new RangeHeaderValue(null, 100));
        Assert.Equal(bytes[^100..], await tail.Content.ReadAsByteArrayAsync(Ct));
        using var rest = await Get(link, r => r.Headers.Range = new RangeHeaderValue(1_000_001, null));
        Assert.Equal(bytes[1_000_001..], await rest.Content.ReadAsByteArrayAsync(Ct));
        using var beyond = await Get(link, r => r.Headers.Range = new RangeHeaderValue(bytes.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);

        using var known = await Get(link, r => r.Headers.IfNoneMatch.Add(rest.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var changed = await Get(link, r => { r.Headers.Range = new RangeHeaderValue(8, 9); r.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\"")); });
        Assert.Equal((HttpStatusCode.OK, bytes.LongLength), (changed.StatusCode, changed.Content.Headers.ContentLength));
        using var none = await Get(school.LinkTo(S3School.HashOf("never brought"u8.ToArray())));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("flip", 1 << 20)]
    [InlineData("flip", 17 << 20)]
    [InlineData("cut", 3 << 19)]
    [InlineData("cut", (17 << 20) + 1)]
    public async Task What_the_server_keeps_otherwise_than_it_was_sent_is_refused_and_leaves_nothing(string fault, int size)
    {
        var bytes = S3School.Bytes(size);
        var hash = S3School.HashOf(bytes);
        await school.Server.Wire(fault);

        var (status, problem, retryAfter) = await school.Film(size);

        await school.Server.Wire("none");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("platform.files.garbled", (string?)problem["code"]);
        Assert.Equal(TimeSpan.FromSeconds(30), retryAfter);
        Assert.DoesNotContain(hash, school.Server.Hashes);
        Assert.Equal(0, await school.Rows(hash));
        Assert.Empty(Directory.GetFiles(Path.Combine(school.Data, "files"), "*", SearchOption.AllDirectories));

        Assert.Equal(HttpStatusCode.Created, (await school.Film(size)).Status);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_leaves_no_object_and_no_row_and_the_next_try_sends_only_the_rest()
    {
        var bytes = S3School.Bytes(Part * 4 + 11);
        var hash = S3School.HashOf(bytes);
        await school.Server.Wire("die 2");

        var (status, problem, retryAfter) = await school.Film(bytes.Length);

        await school.Server.Gone();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "platform.files.away"), (status, (string?)problem["code"]));
        Assert.NotNull(retryAfter);
        Assert.Equal(0, await school.Rows(hash));
        Assert.DoesNotContain(hash, school.Server.Hashes);

        // While it is away, further tries take nothing from what has come so far.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await school.Film(bytes.Length)).Status);
        await school.Server.Start();
        Assert.Equal(HttpStatusCode.Created, (await school.Film(bytes.Length)).Status);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
        Assert.Equal(["3", "4", "5"], (await school.Server.Passed()).Where(p => p.StartsWith("PUT", StringComparison.Ordinal)).Select(p => p.Split("partNumber=")[1].Split('&', ' ')[0]));
        Assert.Empty(Directory.GetFiles(Path.Combine(school.Data, "files", "parts")));
    }

    [Fact]
    public async Task A_server_that_has_forgotten_an_upload_is_sent_everything_again()
    {
        var bytes = S3School.Bytes(Part + 12);
        var hash = S3School.HashOf(bytes);
        var parts = Directory.CreateDirectory(Path.Combine(school.Data, "files", "parts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(parts, hash + ".upload"),
            $$"""{"Address":"{{school.Server.Endpoint}}/lyceum","Upload":"00ff","PartSize":{{Part}}}""" + "\n{\"Part\":1,\"Tag\":\"\\\"aa\\\"\"}\n{\"Par", Ct);

        Assert.Equal(HttpStatusCode.Created, (await school.Film(bytes.Length)).Status);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
        Assert.Empty(Directory.GetFiles(parts));
    }

    [Fact]
    public async Task Reading_goes_on_where_a_connection_broke()
    {
        var bytes = S3School.Bytes(3 << 20);
        await school.Film(bytes.Length);
        await school.Server.Wire("break");
        using var back = await Get(school.LinkTo(S3School.HashOf(bytes)));
        Assert.Equal(bytes, await back.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task A_sweep_deletes_from_the_bucket_what_is_old_and_nobodys_and_nothing_else()
    {
        byte[] old = [.. S3School.Bytes(1000), 1], kept = [.. S3School.Bytes(1000), 2], fresh = [.. S3School.Bytes(1000), 3];
        var store = school.Services.GetRequiredService<FileStore>();
        foreach (var bytes in (byte[][])[old, fresh]) Assert.True((await store.SaveAsync(new MemoryStream(bytes), new NewContent(FilePurpose.Media, "a.mp4"), Ct)).Ok);
        Assert.Equal(HttpStatusCode.Created, (await school.Upload(new ByteArrayContent(kept), "a.mp4", "media")).Status);
        foreach (var bytes in (byte[][])[old, kept]) File.SetLastWriteTimeUtc(school.Server.ObjectOf(S3School.HashOf(bytes)), school.Clock.Now.UtcDateTime.AddDays(-2));

        Assert.Equal(1, await school.Read(db => store.SweepContent(school.Clock.Now, hashes => SweepingContent.Kept(db, hashes, Ct), Ct)));

        Assert.Equal([false, true, true], ((byte[][])[old, kept, fresh]).Select(b => File.Exists(school.Server.ObjectOf(S3School.HashOf(b)))));
    }

    [Fact]
    public async Task Content_brought_again_while_a_sweep_deletes_it_is_there_afterwards()
    {
        var bytes = S3School.Bytes(5000);
        var hash = S3School.HashOf(bytes);
        var store = school.Services.GetRequiredService<FileStore>();
        await using var sweeper = await school.Database.App.OpenConnectionAsync(Ct);
        await using var turn = await sweeper.BeginTransactionAsync(Ct);
        await using (var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", sweeper) { Parameters = { new() { Value = $"platform.files.content:{hash}" } } }) await wait.ExecuteNonQueryAsync(Ct);

        var bringing = store.SaveAsync(new MemoryStream(bytes), new NewContent(FilePurpose.Media, "a.mp4"), Ct);
        while (!File.Exists(school.Server.ObjectOf(hash))) await Task.Delay(20, Ct);
        await Task.Delay(200, Ct);
        Assert.False(bringing.IsCompleted);
        File.Delete(school.Server.ObjectOf(hash));   // as the sweep does that had looked before
        await turn.RollbackAsync(Ct);

        Assert.True((await bringing.WaitAsync(TimeSpan.FromSeconds(30), Ct)).Ok);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(school.Server.ObjectOf(hash), Ct));
    }

    [Fact]
    public async Task Two_hundred_megabytes_pass_into_the_bucket_and_back_in_flat_memory()
    {
        const int size = 200 << 20;
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

        var (status, file, _) = await school.Film(size);
        using var visitor = school.Visitor("*/*");
        await using var back = await visitor.GetStreamAsync(new Uri(school.LinkTo((string)file["hash"]!)), Ct);
        var hash = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(back, Ct));
        await sampling.CancelAsync();
        await sampler;

        Assert.Equal((HttpStatusCode.Created, (string?)file["hash"]), (status, hash));
        TestContext.Current.TestOutputHelper?.WriteLine($"peak {peak >> 20} MiB");
        // Client and server are both in this process; a single copy of the content would be 200 MiB.
        Assert.InRange(peak, 0, 64 << 20);
    }
}
