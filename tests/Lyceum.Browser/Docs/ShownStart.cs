using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules;

namespace Lyceum.Browser.Docs;

/// <summary>A line such as <c>./lyceum up --demo</c> in the foreground, with a data folder and a port of its own by the environment, so that the line stays as shown.</summary>
internal sealed partial class ShownStart : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Process process;
    private readonly List<string> said = [];
    private readonly TaskCompletionSource announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ShownStart(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The address it printed.</summary>
    public string Address => Printed().Match(Said).Groups[1].Value;

    private string Said
    {
        get { lock (said) return string.Join('\n', said); }
    }

    /// <summary>Starts it and waits until it has said that it runs.</summary>
    public static async Task<ShownStart> Run(string line, string data)
    {
        Assert.Matches(@"^\./lyceum up[\w -]*$", line);
        var start = new ProcessStartInfo(Path.Combine(Source.Root, "lyceum"), line["./lyceum ".Length..].Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LYCEUM_DATA"] = data;
        start.Environment["LYCEUM_PORT"] = FreePorts.Pair().ToString(CultureInfo.InvariantCulture);
        start.Environment.Remove("DATABASE_URL");
        var shown = new ShownStart(Process.Start(start)!);
        await Task.WhenAny(shown.announced.Task, shown.process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(shown.announced.Task.IsCompleted, $"{line} did not start a school: {shown.Said}");
        return shown;
    }

    /// <summary>What it answers at <c>/readyz</c>.</summary>
    public async Task<int> Ready()
    {
        using var client = new HttpClient();
        return (int)(await client.GetAsync(new Uri($"{Address}/readyz"), TestContext.Current.CancellationToken)).StatusCode;
    }

    /// <summary>What it printed after the words: an address, the password.</summary>
    public string SignIn(string words) => Regex.Match(Said, $@"{Regex.Escape(words)}\s+(.+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value.Trim();

    /// <summary>Ctrl-C: it stops by itself, with everything it started.</summary>
    public async Task Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
        if (line.StartsWith("Next:", StringComparison.Ordinal)) announced.TrySetResult();
    }

    [GeneratedRegex(@"Lyceum is running at (http://\S+)", RegexOptions.None, 1000)]
    private static partial Regex Printed();
}
