using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.HouseRules;

/// <summary>Connections that hold on and say little (Slowloris and its kin) take nothing from those who ask properly.</summary>
public sealed class CrowdedTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Two_thousand_idle_connections_stop_nobody()
    {
        List<Socket> idle = [];
        try
        {
            for (var i = 0; i < 2_000; i++)
            {
                var socket = await Connect();
                // A third says nothing, a third begins a request, a third is done with one and stays.
                if (i % 3 == 1) await socket.SendAsync("GET /api/v1/courses HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray(), Ct);
                if (i % 3 == 2) await socket.SendAsync("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Ct);
                idle.Add(socket);
            }
            await EverybodyElseIsServed();
        }
        finally
        {
            idle.ForEach(s => s.Dispose());
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task Who_sends_a_body_drop_by_drop_is_cut_off_and_stops_nobody()
    {
        List<Socket> slow = [];
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var socket = await Connect();
                await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: localhost:{Port}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"), Ct);
                slow.Add(socket);
            }
            await EverybodyElseIsServed();
            // 240 bytes a second are asked for after a grace of 5 s (Kestrel's MinRequestBodyDataRate): none of these lives on.
            var patience = Stopwatch.StartNew();
            while (slow.Exists(s => !Over(s)) && patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                foreach (var s in slow.Where(s => !Over(s)))
                {
                    try { await s.SendAsync(" "u8.ToArray(), Ct); }
                    catch (SocketException) { /* cut off, as it should be */ }
                }
                await Task.Delay(1_000, Ct);
            }
            Assert.DoesNotContain(slow, s => !Over(s));
        }
        finally
        {
            slow.ForEach(s => s.Dispose());
        }
    }

    private int Port => new Uri(school.Origins.Main).Port;

    private async Task<Socket> Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), Ct);
        return socket;
    }

    private async Task EverybodyElseIsServed()
    {
        using var visitor = school.Visitor("text/html");
        for (var i = 0; i < 20; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromSeconds(10));   // not a measure of speed: only that it is not held up until the others are cut off
            using var answer = await visitor.GetAsync(i % 2 == 0 ? "/catalogue" : "/api/v1/courses", patience.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>Whether the other side has closed it, with or without a last word.</summary>
    private static bool Over(Socket socket)
    {
        try
        {
            if (!socket.Connected) return true;
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Available == 0) return true;
                socket.Receive(new byte[4096]);
            }
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
