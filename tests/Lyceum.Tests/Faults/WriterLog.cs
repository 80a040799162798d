using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Lyceum.Tests.Faults;

/// <summary>
/// The writers' log: outside the school, a line before each sending and one after, and no writer goes on before its line is on disk. Lines that come
/// together are flushed together.
/// </summary>
internal sealed class WriterLog : IAsyncDisposable
{
    private readonly Channel<(string Line, TaskCompletionSource Written)> _lines = Channel.CreateUnbounded<(string, TaskCompletionSource)>(new() { SingleReader = true });
    private readonly FileStream _file;
    private readonly Task _writing;
    private int _acknowledged;

    public WriterLog(string file)
    {
        _file = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _writing = Task.Run(Write);
    }

    public ConcurrentQueue<Fact> Facts { get; } = new();

    /// <summary>How many were acknowledged so far.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Sends the fact, with the log before and after.</summary>
    public async Task<Outcome> Send(Fact fact, Func<bool> killed, CancellationToken ct)
    {
        Facts.Enqueue(fact);
        await Note(fact, "try");
        var (outcome, answer, status) = await fact.Send(ct);
        (fact.Outcome, fact.Answer) = (outcome, answer);
        if (status >= 500 && !killed()) fact.Broke = status;
        await Note(fact, outcome.ToString().ToLowerInvariant());
        if (outcome == Outcome.Ok) Interlocked.Increment(ref _acknowledged);
        return outcome;
    }

    public Task Note(Fact fact, string word)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines.Writer.TryWrite((JsonSerializer.Serialize(new { at = TimeProvider.System.GetUtcNow(), word, kind = fact.Kind.ToString(), fact = fact.Key, content = fact.Content, key = fact.Idempotency, answer = fact.Answer }), written));
        return written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task Write()
    {
        List<TaskCompletionSource> waiting = [];
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var next))
            {
                _file.Write(Encoding.UTF8.GetBytes(next.Line + "\n"));
                waiting.Add(next.Written);
            }
            _file.Flush(flushToDisk: true);
            waiting.ForEach(w => w.TrySetResult());
            waiting.Clear();
        }
    }
}
