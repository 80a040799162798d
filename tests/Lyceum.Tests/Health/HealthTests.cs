using System.Net;
using Lyceum.Platform.Database;
using Lyceum.Platform.Telemetry;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Health;

public sealed class HealthTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/livez")]
    [InlineData("/livez/")]
    [InlineData("/readyz")]
    [InlineData("/readyz/")]
    public async Task Probes_answer_with_and_without_the_last_slash_by_get_and_head(string path)
    {
        using var visitor = school.Visitor("*/*");
        var get = await visitor.GetAsync(path, Ct);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (get.StatusCode, await get.Content.ReadAsStringAsync(Ct)));
        var head = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Ct);
        Assert.Equal((HttpStatusCode.OK, 3L), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_database_that_lacks_a_migration_is_not_ready_and_the_reason_is_kept_from_strangers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var readiness = new Lyceum.Platform.Health.Readiness(database.App, new StillRunning(), school.House);
        await database.Execute("UPDATE platform.schema_migrations SET number = number + 1 WHERE module = 'platform' AND number = 60");
        Assert.Equal("migrations", await readiness.WhyNot(Ct));
        await database.Execute("UPDATE platform.schema_migrations SET number = number - 1 WHERE module = 'platform' AND number = 61");
        Assert.Null(await readiness.WhyNot(Ct));
    }

    [Fact]
    public async Task A_read_only_school_refuses_changes_and_can_be_opened_again()
    {
        var closed = await school.Do(new SetMode("read_only", "moving house"), SettingModes.Handle);
        Assert.Equal("moving house", closed.Reason);
        await Jobs.Workshop.Until(async () => (await school.Try(school.Everything, new Lyceum.Platform.Audit.ProveAudit(), Lyceum.Platform.Audit.ProvingAudits.Handle)).Refusal?.Code == "platform.mode.read_only");
        await school.Do(new SetMode("normal"), SettingModes.Handle);
        await Jobs.Workshop.Until(async () => (await school.Try(school.Everything, new Lyceum.Platform.Audit.ProveAudit(), Lyceum.Platform.Audit.ProvingAudits.Handle)).Ok);
        Assert.Equal("reason", Assert.Single((await school.Try(school.Everything, new SetMode("read_only"), SettingModes.Handle)).Refusal!.Fields).Field);
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_in_the_text_format_of_prometheus()
    {
        using var visitor = school.Visitor("*/*");
        await visitor.GetAsync("/api/v1/courses", Ct);
        var text = await visitor.GetStringAsync("/metrics", Ct);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text, StringComparison.Ordinal);
        Assert.Matches("http_server_request_duration_seconds_bucket\\{[^}]*http_route=\"/api/v1/courses/?\"[^}]*le=\"\\+Inf\"\\} [1-9]", text);
        await Jobs.Workshop.Until(async () => (await visitor.GetStringAsync("/metrics", Ct)).Contains("lyceum_jobs_due", StringComparison.Ordinal));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]).ToList();
        Assert.Equal(lines.Count, lines.Distinct().Count());

        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "X-Forwarded-For", "203.0.113.9" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.SendAsync(forwarded, Ct)).StatusCode);
    }

    [Fact]
    public void Names_follow_the_rules_of_prometheus()
    {
        Assert.Equal("http_server_request_duration_seconds", Metrics.NameOf("http.server.request.duration", "s", counter: false));
        Assert.Equal("dotnet_gc_heap_total_allocated_bytes_total", Metrics.NameOf("dotnet.gc.heap.total_allocated", "By", counter: true));
        Assert.Equal("lyceum_door_retries_total", Metrics.NameOf("lyceum.door.retries", "{retry}", counter: true));
    }

    [Fact]
    public void A_full_log_file_moves_aside_and_the_oldest_goes()
    {
        var folder = Directory.CreateTempSubdirectory("lyceum-log-").FullName;
        using (var file = new RotatedFile(folder, "lyceum", 20, 3))
            for (var i = 0; i < 10; i++) file.Write("0123456789"u8);
        Assert.Equal(["lyceum.1.log", "lyceum.2.log", "lyceum.log"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private sealed class StillRunning : Microsoft.Extensions.Hosting.IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => CancellationToken.None;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
