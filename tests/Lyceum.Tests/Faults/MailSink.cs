using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lyceum.Tests.Faults;

/// <summary>Takes mail for a server in another process and remembers the Message-Id of each; the words of SMTP that one client needs.</summary>
internal sealed class MailSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();

    public MailSink()
    {
        _listener.Start();
        _ = Task.Run(Listen);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Message-Ids in the order they came; one that comes twice is in it twice.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task Listen()
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                _ = Task.Run(() => Talk(client));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await Say("220 sink");
            while (await reader.ReadLineAsync(_closed.Token) is { } line)
            {
                var word = line.Split(' ', 2)[0].ToUpperInvariant();
                if (word == "QUIT") return;
                if (word == "DATA")
                {
                    await Say("354 go on");
                    string? id = null;
                    while (await reader.ReadLineAsync(_closed.Token) is { } content && content != ".")
                        if (content.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)) id ??= content["Message-Id:".Length..].Trim();
                    Messages.Enqueue(id ?? "");
                }
                await Say("250 ok");
            }

            Task Say(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _closed.Token).AsTask();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The sender was killed in the middle: what did not reach its dot does not count.
        }
    }
}
