using System.Diagnostics;
using Lyceum.Platform.Jobs;
using Microsoft.Extensions.Hosting;

namespace Lyceum.Tests.Jobs;

public sealed class WorkerTests(Workshop workshop) : IClassFixture<Workshop>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_worker_went_silent_is_taken_over_and_its_effect_happens_once()
    {
        var runs = 0;
        var silent = new TaskCompletionSource();
        workshop.Work["taken over"] = async run =>
        {
            await run.Run(new LeaveEffect("taken over"), LeavingEffects.Handle);
            if (Interlocked.Increment(ref runs) == 1) await silent.Task;   // after the effect, before the end is written: the worst moment
        };
        using var first = await workshop.Start(o => (o.Lease, o.Heartbeat) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        var job = await workshop.Queue(first, "taken over");
        await Workshop.Until(async () => await workshop.Effects("taken over") == 1);

        using var second = await workshop.Start();
        await Workshop.Until(async () => await workshop.State(job) == "done");
        silent.SetResult();
        await first.StopAsync(Ct);

        Assert.Equal(2, runs);
        Assert.Equal(1, await workshop.Effects("taken over"));
        Assert.Equal("done", await workshop.State(job));
        Assert.Equal(2, await workshop.Database.Value<int>($"SELECT attempts FROM platform.jobs WHERE id = '{job}'"));
        await second.StopAsync(Ct);
    }

    [Fact]
    public async Task Two_workers_never_run_one_job_at_once()
    {
        workshop.Work["counted"] = async run =>
        {
            await Task.Delay(5, run.Ct);
            await run.Run(new LeaveEffect($"counted {run.Id} {run.Attempt}"), LeavingEffects.Handle);
        };
        using var asking = await workshop.Start(jobs: false);
        for (var i = 0; i < 60; i++) await workshop.Queue(asking, "counted");
        using var first = await workshop.Start();
        using var second = await workshop.Start();
        await Workshop.Until(async () => await workshop.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE payload->>'word' = 'counted' AND state = 'done'") == 60);

        Assert.Equal(60, await workshop.Database.Value<long>("SELECT count(*) FROM platform.effects WHERE word LIKE 'counted %'"));
        Assert.Equal(0, await workshop.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE payload->>'word' = 'counted' AND attempts <> 1"));
        await Task.WhenAll(first.StopAsync(Ct), second.StopAsync(Ct));
    }

    [Fact]
    public async Task A_job_that_fails_every_time_waits_as_dead_and_can_be_tried_again()
    {
        var broken = true;
        workshop.Work["broken"] = _ => broken ? throw new InvalidOperationException("no") : Task.CompletedTask;
        using var host = await workshop.Start();
        var job = await workshop.Queue(host, "broken");
        await workshop.Database.Execute($"UPDATE platform.jobs SET max_attempts = 3 WHERE id = '{job}'");
        await Workshop.Until(async () => await workshop.State(job) == "dead");
        Assert.Equal("InvalidOperationException: no", await workshop.Database.Value<string>($"SELECT last_error FROM platform.jobs WHERE id = '{job}'"));
        Assert.Equal(3, await workshop.Database.Value<int>($"SELECT attempts FROM platform.jobs WHERE id = '{job}'"));

        broken = false;
        await workshop.Database.Execute($"UPDATE platform.jobs SET state = 'queued', attempts = 0, finished_at = NULL WHERE id = '{job}'");
        await Workshop.Until(async () => await workshop.State(job) == "done");
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_kind_this_version_does_not_know_is_dead_at_once_with_a_clear_code()
    {
        var job = Guid.CreateVersion7();
        using var host = await workshop.Start();
        await workshop.Database.Execute(
            $"INSERT INTO platform.jobs (id, kind, payload, state, run_at, attempts, max_attempts, queued_by, request_id, created_at) VALUES ('{job}', 'tests.unknown', '{{}}', 'queued', '2020-01-01', 0, 10, 'test', 'r', now())");
        await Workshop.Until(async () => await workshop.State(job) == "dead");
        Assert.Equal(JobWorker.UnknownKind, await workshop.Database.Value<string>($"SELECT last_error FROM platform.jobs WHERE id = '{job}'"));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task An_idle_worker_wakes_within_a_tenth_of_a_second()
    {
        var started = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        workshop.Work["awake"] = _ =>
        {
            started.TrySetResult(Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        };
        workshop.Work["warm"] = _ => Task.CompletedTask;
        using var host = await workshop.Start(o => o.Poll = TimeSpan.FromMinutes(5));   // only NOTIFY can wake it
        var warm = await workshop.Queue(host, "warm");
        await Workshop.Until(async () => await workshop.State(warm) == "done");
        await Task.Delay(300, Ct);

        await workshop.Queue(host, "awake");
        var committed = Stopwatch.GetTimestamp();
        var at = await started.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        // 50 ms is the promise on a machine of its own; here eight builds run beside the test.
        Assert.InRange(Stopwatch.GetElapsedTime(committed, at).TotalMilliseconds, -100, 500);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task The_same_key_twice_is_one_job_also_when_both_acts_run_at_once()
    {
        using var host = await workshop.Start(jobs: false);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => workshop.Queue(host, "keyed", "only once"))).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(1, await workshop.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE unique_key = 'only once'"));
        await workshop.Database.Execute("DELETE FROM platform.jobs WHERE unique_key = 'only once'");
    }

    [Fact]
    public async Task A_worker_that_stops_gives_its_job_back_and_the_attempt_does_not_count()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        workshop.Work["long"] = async run =>
        {
            running.TrySetResult();
            await Task.Delay(Timeout.Infinite, run.Ct);
        };
        using var host = await workshop.Start(o => o.Drain = TimeSpan.FromMilliseconds(100));
        var job = await workshop.Queue(host, "long");
        await running.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        await host.StopAsync(Ct);
        Assert.Equal("queued", await workshop.State(job));
        Assert.Equal(0, await workshop.Database.Value<int>($"SELECT attempts FROM platform.jobs WHERE id = '{job}'"));
        await workshop.Database.Execute($"DELETE FROM platform.jobs WHERE id = '{job}'");
    }

    [Fact]
    public async Task A_tick_is_run_once_however_many_nodes_there_are()
    {
        workshop.Work["tick"] = run => run.Run(new LeaveEffect("tick"), LeavingEffects.Handle);
        using var first = await workshop.Start(cron: "* * * * * ?");
        using var second = await workshop.Start(cron: "* * * * * ?");
        await Workshop.Until(async () => await workshop.Effects("tick") >= 3);
        await Task.WhenAll(first.StopAsync(Ct), second.StopAsync(Ct));

        var ticks = await workshop.Database.Value<long>("SELECT count(DISTINCT unique_key) FROM platform.jobs WHERE kind = 'tests.tick'");
        Assert.Equal(ticks, await workshop.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE kind = 'tests.tick'"));
        Assert.Equal(await workshop.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE kind = 'tests.tick' AND state = 'done'"), await workshop.Effects("tick"));
    }
}
