using System.Net;
using System.Net.Sockets;

namespace Lyceum.Tests.Fixtures;

/// <summary>Ports for servers of the tests.</summary>
public static class FreePorts
{
    /// <summary>
    /// The first of two neighbouring ports on which nobody listens. They lie below those the kernel gives to outgoing connections (32768 and up):
    /// between our asking and our listening one of those would often be taken by a client.
    /// </summary>
    public static int Pair()
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (IsFree(port) && IsFree(port + 1)) return port;
        }
        throw new InvalidOperationException("No two neighbouring ports are free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
