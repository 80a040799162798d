using System.Globalization;

namespace Lyceum.Bench;

/// <summary>The measurement cannot be made on this machine, and why.</summary>
internal sealed class BenchStop(string message) : Exception(message);

/// <summary>What is measured and for how long.</summary>
internal sealed record Options
{
    public IReadOnlyList<Scenario> Scenarios { get; private init; } = Scenario.All;
    public int Seconds { get; private init; } = 10;
    public int Rounds { get; private init; } = 3;
    public int WarmUp { get; private init; } = 3;
    public double Minutes { get; private init; } = 1;
    public int? Students { get; private init; }

    /// <summary>Learners of the second, smaller school the crowd is measured in.</summary>
    public int? Against { get; private init; }

    /// <summary>Seconds of load before the first round of a scenario, at most: it ends when the rate rises no more.</summary>
    public int Settling { get; private init; } = 60;
    public bool Store { get; private init; } = true;
    public string? Note { get; private init; }

    private const string Usage = """
        lyceum bench [SCENARIO...] [--seconds N] [--rounds N] [--minutes N] [--students N] [--against N] [--settle N]
                     [--note TEXT] [--no-store]

          --seconds N   length of one measure, 10 unless told, after a warm-up of 3
          --rounds N    product and floor take turns this often, 3 unless told; the median counts
          --minutes N   how long the server has run under load, at least, before memory is read: 1 unless told
          --settle N    most seconds of load before the first round, 60 unless told
          --students N  learners of the measured school, 200 unless told
          --against N   measures "users" in a second school of N learners too, and compares
          --note TEXT   what a reader of the stored result should know about the machine that day
          --no-store    show the result only

        Scenarios:
        """;

    /// <summary>The options, or null when they could not be understood (said on the error stream).</summary>
    public static Options? Read(string[] words)
    {
        var options = new Options();
        var chosen = new List<Scenario>();
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--no-store": options = options with { Store = false }; break;
                case "--seconds" when Number(words, ref i, out var n): options = options with { Seconds = (int)n }; break;
                case "--rounds" when Number(words, ref i, out var n): options = options with { Rounds = (int)n }; break;
                case "--minutes" when Number(words, ref i, out var n): options = options with { Minutes = n }; break;
                case "--note" when i + 1 < words.Length: options = options with { Note = words[++i] }; break;
                case "--settle" when Number(words, ref i, out var n): options = options with { Settling = (int)n }; break;
                case "--against" when Number(words, ref i, out var n, most: 200_000): options = options with { Against = (int)n }; break;
                case "--students" when Number(words, ref i, out var n, most: 200_000): options = options with { Students = (int)n }; break;
                case var word when Scenario.All.FirstOrDefault(s => s.Name == word) is { } scenario: chosen.Add(scenario); break;
                default:
                    Console.Error.WriteLine($"bench does not know \"{words[i]}\"\n\n{Usage}");
                    foreach (var s in Scenario.All) Console.Error.WriteLine($"  {s.Name,-18} {s.Title}");
                    return null;
            }
        }
        return chosen.Count == 0 ? options : options with { Scenarios = chosen };
    }

    private static bool Number(string[] words, ref int i, out double number, double most = 3600)
    {
        number = 0;
        if (i + 1 >= words.Length || !double.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out number) || number <= 0 || number > most) return false;
        i++;
        return true;
    }
}
