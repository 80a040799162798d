using System.Net;
using System.Net.Sockets;

namespace Lyceum.Platform.Operations;

/// <summary>Looks whether the two ports of a school are free, before anything is started that would have to be stopped again.</summary>
internal static class Ports
{
    public static OperationOutcome? Refusal(int port, string verb)
    {
        if (port is < 1 or > 65534) return OperationOutcome.Fail("ops.port.invalid", $"{port} is not a port with a next one (1 to 65534)", $"lyceum {verb} --port 8080", ExitCodes.Usage);
        for (var wanted = port; wanted <= port + 1; wanted++)
        {
            if (Problem(wanted) is not { } problem) continue;
            var what = wanted == port ? "" : " (for untrusted content, the next after the school's)";
            return problem == SocketError.AccessDenied
                ? OperationOutcome.Fail("ops.port.denied", $"port {wanted}{what} may be opened by root only", $"lyceum {verb} --port {FreeAfter(8079)}", ExitCodes.Precondition)
                : OperationOutcome.Fail("ops.port.busy", $"port {wanted}{what} is in use by another program", $"lyceum {verb} --port {FreeAfter(port)}", ExitCodes.Precondition);
        }
        return null;
    }

    private static int FreeAfter(int port)
    {
        for (var candidate = Math.Max(port, 1024) + 10; candidate < 65500; candidate += 10)
            if (Problem(candidate) is null && Problem(candidate + 1) is null) return candidate;
        return Installation.DefaultPort;
    }

    private static SocketError? Problem(int port)
    {
        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            var listener = new TcpListener(address, port);
            try
            {
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                continue;       // a machine without IPv6
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode;
            }
            finally
            {
                listener.Dispose();
            }
        }
        return null;
    }
}
