using System.Globalization;

namespace Lyceum.Bench;

/// <summary>
/// What is sent to keep an answer. Each carries a higher number than the one before, whoever sends it: product and floor write the same row by turns,
/// and an older number is turned away by the rule that is measured. A hundred thousand numbers a second are more than either can use up.
/// </summary>
internal static class Autosave
{
    private const long PerSecond = 100_000;
    private static long last;

    public static long Next()
    {
        while (true)
        {
            var seen = Interlocked.Read(ref last);
            var next = Math.Max(seen + 1, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() * PerSecond);
            if (Interlocked.CompareExchange(ref last, next, seen) == seen) return next;
        }
    }

    public static string Body(long sequence, string choice) => string.Create(CultureInfo.InvariantCulture, $$"""{"sequence":{{sequence}},"choice":"{{choice}}"}""");

    /// <summary>The same in the language of the load client.</summary>
    public static string Script(string choice) => $$"""
        local n = os.time() * {{PerSecond}}
        wrk.method = "PUT"
        wrk.headers["Content-Type"] = "application/json"
        request = function()
          n = math.max(n + 1, os.time() * {{PerSecond}})
          return wrk.format(nil, nil, nil, '{"sequence":' .. string.format("%d", n) .. ',"choice":"{{choice}}"}')
        end
        """;
}
