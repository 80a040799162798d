using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary>
/// Keeps the private cluster running under <c>lyceum up</c>, which owns it: PostgreSQL starts a fallen session anew by itself, nobody else starts a fallen PostgreSQL.
/// The server needs no restart, its connections are made anew when there is somebody to connect to.
/// </summary>
internal sealed class ClusterWatch : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource over;
    private readonly Task watching;

    private ClusterWatch(ClusterPaths paths, Action<string> progress, CancellationToken ct)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        watching = Watch(paths, progress, over.Token);
    }

    /// <summary>From now until it is disposed; null where the database is somebody else's.</summary>
    public static ClusterWatch? Over(OperationRun run) => run.Installation.HasPrivateCluster ? new ClusterWatch(run.Installation.Paths, run.Progress, run.Ct) : null;

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }

    private static async Task Watch(ClusterPaths paths, Action<string> progress, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, ct);
                try
                {
                    if (PrivateCluster.Find(paths) is not null) continue;
                    progress("PostgreSQL is gone");
                    await PrivateCluster.Start(paths, progress: progress, ct: ct);
                    progress("PostgreSQL is back");
                }
                catch (Exception e) when (e is ClusterRefusal or IOException or Npgsql.NpgsqlException)
                {
                    progress(e is ClusterRefusal refusal ? $"{refusal.Message} ({refusal.Code}): {refusal.Remedy}" : e.Message);
                    await Task.Delay(AfterRefusal, ct);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops, and its database after it.
        }
    }
}
