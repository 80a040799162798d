using Lyceum.Platform.Database;
using Npgsql;

namespace Lyceum.Platform.Operations;

/// <summary>
/// Using the private cluster for a while. Everyone who uses it holds a shared lock; who leaves last turns off what should not stay on.
/// </summary>
internal sealed class ClusterUse : IAsyncDisposable
{
    private readonly ClusterPaths paths;
    private readonly bool stopWhenLast;
    private FileStream? presence;

    private ClusterUse(ClusterPaths paths, FileStream presence, PrivateCluster cluster, bool stopWhenLast)
    {
        this.paths = paths;
        this.presence = presence;
        this.stopWhenLast = stopWhenLast || cluster.StartedHere;
        Connections = cluster.Connections;
    }

    public ConnectionStrings Connections { get; }

    /// <param name="paths">Whose cluster.</param>
    /// <param name="stopWhenLast">Stop it at the end even if it was found running: <c>up</c> does, after a predecessor that was killed.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<ClusterUse> Take(ClusterPaths paths, bool stopWhenLast, Action<string> progress, CancellationToken ct)
    {
        await ServerUser.Ensure(paths, ct);
        paths.CreateFolders();
        // Presence first, server second: one who is just stopping it holds the lock exclusively, and we start it again after him.
        var presence = await Enter(paths, ct);
        try
        {
            return new ClusterUse(paths, presence, await PrivateCluster.Start(paths, progress: progress, ct: ct), stopWhenLast);
        }
        catch
        {
            await presence.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (presence is null) return;
        await presence.DisposeAsync();
        presence = null;
        NpgsqlConnection.ClearAllPools();
        if (!stopWhenLast) return;
        FileStream alone;
        try
        {
            alone = new FileStream(FileOf(paths), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return;         // somebody else is using it
        }
        await using (alone) await PrivateCluster.Stop(paths);
    }

    private static async Task<FileStream> Enter(ClusterPaths paths, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(FileOf(paths), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static string FileOf(ClusterPaths paths) => Path.Combine(paths.Run, "cluster.users");
}
