namespace Lyceum.Platform.Database;

/// <summary>An exclusive turn among processes, held by an open file; the kernel gives it back when the holder dies, however it dies.</summary>
internal sealed class FileTurn : IDisposable
{
    private readonly FileStream held;

    private FileTurn(FileStream held) => this.held = held;

    public static async Task<FileTurn> Take(string file, TimeSpan patience, CancellationToken ct)
    {
        var until = TimeProvider.System.GetUtcNow() + patience;
        while (true)
        {
            try
            {
                return new FileTurn(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (TimeProvider.System.GetUtcNow() < until)
            {
                await Task.Delay(50, ct);
            }
            catch (IOException e)
            {
                throw new ClusterRefusal("ops.lock-held", $"another lyceum command has been holding {file} for {patience.TotalSeconds:0} s ({e.Message})", "wait for it or end it, then try again");
            }
        }
    }

    public void Dispose() => held.Dispose();
}
