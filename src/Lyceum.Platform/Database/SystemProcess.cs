using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lyceum.Platform.Database;

/// <summary>Programs of the operating system: run to the end, found by id, asked to stop.</summary>
internal static class SystemProcess
{
    internal sealed record Finished(int ExitCode, string Output, string Error)
    {
        public string LastWords => string.Join('\n', (Output + Error).Trim().Split('\n').TakeLast(6));
    }

    /// <summary>Runs a program to its end, as <paramref name="user"/> if given (the caller is then root).</summary>
    public static async Task<Finished> Run(string? user, string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // The caller's folder may be one that the server's user cannot enter.
            WorkingDirectory = "/",
        };
        if (user is not null)
        {
            // setpriv rather than su or runuser: no PAM session, no shell, no entry in the login records.
            start.FileName = "setpriv";
            foreach (var word in (string[])["--reuid", user, "--regid", user, "--init-groups", "--", program]) start.ArgumentList.Add(word);
            start.Environment["HOME"] = "/";
        }
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // A PGDATA or PGHOST of the operator's shell must not lead our programs to another server.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return new Finished(process.ExitCode, await output, await error);
    }

    /// <summary>When the process began, in kernel ticks since boot: with the id it names one process for ever, the id alone does not.</summary>
    public static string? StartTicks(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may itself hold spaces and parentheses: count from the last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The name of the program it runs, as the kernel keeps it (15 letters at most); null when there is no such process.</summary>
    public static string? NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Ends a process at once (SIGKILL). False when there is none.</summary>
    public static bool End(int pid) => Kill(pid, 9) == 0;

    /// <summary>Asks a process to end (SIGTERM). False when there is none.</summary>
    public static bool Terminate(int pid) => Kill(pid, 15) == 0;

    [DllImport("libc", EntryPoint = "geteuid")]
    internal static extern uint UserId();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
