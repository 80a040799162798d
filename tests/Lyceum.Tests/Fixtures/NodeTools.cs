using System.Diagnostics;
using Lyceum.Tests.HouseRules;

namespace Lyceum.Tests.Fixtures;

/// <summary>What the tests take from npm: locked in <c>tests/tools</c>, installed by the first test that needs it.</summary>
internal static class NodeTools
{
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>The folder in which the tools are installed as they are locked.</summary>
    public static async Task<string> Install()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Path.Combine(Source.Root, "tests", "tools");
        var (locked, installed) = (Path.Combine(folder, "package-lock.json"), Path.Combine(folder, "node_modules", ".installed-lock.json"));
        await Gate.WaitAsync(ct);
        try
        {
            var wanted = await File.ReadAllTextAsync(locked, ct);
            if (File.Exists(installed) && await File.ReadAllTextAsync(installed, ct) == wanted) return folder;
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = npm.StandardOutput.ReadToEndAsync(ct);
            var complained = await npm.StandardError.ReadToEndAsync(ct);
            await npm.WaitForExitAsync(ct);
            if (npm.ExitCode != 0) throw new InvalidOperationException(await said + complained);
            await File.WriteAllTextAsync(installed, wanted, ct);
            return folder;
        }
        finally
        {
            Gate.Release();
        }
    }
}
