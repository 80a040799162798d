using System.Collections.Concurrent;
using System.Diagnostics;
using Lyceum.Platform.Database;
using Lyceum.Platform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lyceum.Platform.Jobs;

/// <summary>Works on the queue: claims under a lease, renews it while the job runs, tries again with back-off, and drains before the process ends.</summary>
internal sealed partial class JobWorker(
    JobQueue queue, House house, IServiceScopeFactory scopes, SystemMode mode, DatabaseSignals signals, IOptions<JobOptions> settings, TimeProvider clock, ILogger<JobWorker> log)
    : BackgroundService
{
    /// <summary>The code of a job whose kind this version does not know.</summary>
    public const string UnknownKind = "platform.job.unknown_kind";

    /// <summary>The code of a job that took its worker down on every attempt.</summary>
    public const string WorkerLost = "platform.job.worker_lost";

    private readonly JobOptions _options = settings.Value;
    private readonly ConcurrentDictionary<(Guid Id, int Attempt), Running> _running = new();
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Names the process in the lease: machine, process, and a part no other process has.</summary>
    internal string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7():n}";

    private sealed record Running(ClaimedJob Job, CancellationTokenSource Stop)
    {
        public Task Task { get; set; } = Task.CompletedTask;
        public long RenewedAt { get; set; } = Stopwatch.GetTimestamp();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled) return;
        using var subscription = signals.On(DatabaseSignals.Jobs, Wake);
        using var stopHeart = new CancellationTokenSource();
        var heart = Beat(stopHeart.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            var free = _options.Concurrency - _running.Count;
            var claimed = free > 0 && !mode.IsReadOnly ? await Claim(free, stoppingToken) : 0;
            if (free > 0 && claimed == free) continue;
            await ((Task)_wake.WaitAsync(_options.Poll, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Drain();
        await stopHeart.CancelAsync();
        await heart;
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    private async Task<int> Claim(int count, CancellationToken ct)
    {
        try
        {
            var jobs = await queue.Claim(Name, count, _options.Lease, clock.GetUtcNow(), CancellationToken.None);   // not cancelled: a claim that was carried out but not heard of would wait for its lease
            foreach (var job in jobs)
            {
                var running = new Running(job, new CancellationTokenSource());
                _running[(job.Id, job.Attempt)] = running;
                running.Task = Task.Run(() => Work(running), CancellationToken.None);
            }
            return jobs.Count;
        }
        catch (Exception e)
        {
            queue.Heal(e);
            LogQueueAway(e.GetType().Name);
            await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
    }

    private async Task Work(Running running)
    {
        var job = running.Job;
        var started = Stopwatch.GetTimestamp();
        var outcome = "lost";
        try
        {
            outcome = await Attempt(running);
        }
        catch (Exception e)
        {
            queue.Heal(e);
            LogNotClosed(job.Id, job.Kind, e.GetType().Name);   // the lease will run out and the job run again; its effects went through the door and stay single
        }
        finally
        {
            JobSignals.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new("kind", job.Kind), new("outcome", outcome));
            _running.TryRemove((job.Id, job.Attempt), out _);
            running.Stop.Dispose();
            Wake();
        }
    }

    private async Task<string> Attempt(Running running)
    {
        var job = running.Job;
        if (!house.Contributions.JobKinds.TryGetValue(job.Kind, out var kind)) return await Bury(job, UnknownKind);
        if (job.Attempt > job.MaxAttempts) return await Bury(job, WorkerLost);
        try
        {
            using var activity = Signals.Source.StartActivity($"job {job.Kind}");
            await using var scope = scopes.CreateAsyncScope();
            var call = scope.ServiceProvider.GetRequiredService<Call>();
            call.Actor = kind.Actor;
            call.Channel = "job";
            call.RequestId = job.RequestId;
            await kind.Run(job.Payload, new JobRun(scope.ServiceProvider, job.Id, job.Attempt, clock.GetUtcNow(), running.Stop.Token));
            return await queue.Finish(job, Name, clock.GetUtcNow()) ? "done" : "lost";
        }
        catch (Exception) when (running.Stop.IsCancellationRequested)
        {
            // Either we stop, and the job goes back as if never taken, or the lease is another's already and this changes nothing.
            await queue.GiveBack(job, Name, clock.GetUtcNow());
            return "given_back";
        }
        catch (JobRefusedException e) when (e.Message == PlatformErrors.ReadOnly.Code)
        {
            await queue.GiveBack(job, Name, clock.GetUtcNow() + _options.BackOff);
            return "given_back";
        }
        catch (Exception e)
        {
            queue.Heal(e);
            var error = e is JobRefusedException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            if (error.Length > 500) error = error[..500];
            if (e is not JobRefusedException) LogFailed(e, job.Id, job.Kind, job.Attempt);
            if (job.Attempt >= job.MaxAttempts) return await Bury(job, error);
            await queue.Delay(job, Name, clock.GetUtcNow() + _options.WaitAfter(job.Attempt), error);
            return "failed";
        }
    }

    private async Task<string> Bury(ClaimedJob job, string error)
    {
        LogDead(job.Id, job.Kind, job.Attempt);
        await queue.Bury(job, Name, clock.GetUtcNow(), error);
        return "dead";
    }

    /// <summary>Renews leases; stops what is no longer ours, or what could not be renewed for as long as the lease lasts, because another has it by then. Looks at the queue from the first beat on, so that a young server's metrics are not without it.</summary>
    private async Task Beat(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var held = _running.Values.ToList();
            try
            {
                var now = Stopwatch.GetTimestamp();
                var ours = held.Count == 0 ? [] : await queue.Renew(Name, held.ConvertAll(r => r.Job), _options.Lease, CancellationToken.None);
                foreach (var running in held)
                {
                    if (ours.Contains((running.Job.Id, running.Job.Attempt))) running.RenewedAt = now;
                    else await Stop(running);
                }
                if (!ct.IsCancellationRequested) JobSignals.Queue = await queue.Look(clock.GetUtcNow(), CancellationToken.None);
            }
            catch (Exception e)
            {
                queue.Heal(e);
                LogQueueAway(e.GetType().Name);
                foreach (var running in held.Where(r => Stopwatch.GetElapsedTime(r.RenewedAt) > _options.Lease)) await Stop(running);
            }
            await Task.Delay(_options.Heartbeat, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Drain()
    {
        var tasks = _running.Values.Select(r => r.Task).ToList();
        if (tasks.Count == 0) return;
        LogDraining(tasks.Count);
        await Task.WhenAll(tasks).WaitAsync(_options.Drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var running in _running.Values) await Stop(running);
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task Stop(Running running)
    {
        try
        {
            await running.Stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at this very moment.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job queue cannot be reached ({Reason})")]
    private partial void LogQueueAway(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobId} of kind {Kind} failed, attempt {Attempt}")]
    private partial void LogFailed(Exception e, Guid jobId, string kind, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobId} of kind {Kind} is dead after {Attempt} attempts")]
    private partial void LogDead(Guid jobId, string kind, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of job {JobId} of kind {Kind} could not be written ({Reason}); its lease will run out")]
    private partial void LogNotClosed(Guid jobId, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: {Count} jobs may finish")]
    private partial void LogDraining(int count);
}
