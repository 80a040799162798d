using Lyceum.Bench;

if (Options.Read(args) is not { } options) return 2;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    return await Bench.Run(options, stop.Token);
}
catch (BenchStop e)
{
    await Console.Error.WriteLineAsync($"FAIL  {e.Message}");
    return 5;
}
catch (OperationCanceledException)
{
    return 130;
}
