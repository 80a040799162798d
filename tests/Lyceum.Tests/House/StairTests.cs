using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lyceum.Tests.HouseRules;

/// <summary>Projects form a one-way stair: each may reference only those left of it (architecture §2). The list of rooms is discovered.</summary>
public sealed partial class StairTests
{
    private static readonly string[] Stair = [.. Rooms.All.Select(m => m.GetType().Assembly.GetName().Name!)];

    [Fact]
    public void Every_project_under_src_stands_on_the_stair() =>
        Assert.Equal(Stair.Append("Lyceum").Order(StringComparer.Ordinal), Directory.GetDirectories(Path.Combine(Source.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void A_room_references_only_rooms_left_of_it() => Assert.Empty(Stair.SelectMany(name => Wrong(name, References(name), Stair)));

    [Fact]
    public void A_planted_step_up_is_found() => Assert.NotEmpty(Wrong("Lyceum.Platform", ["Lyceum.Identity"], Stair));

    /// <summary>SQL text may write only the room's own schema; audit, jobs, outbox and idempotency are Platform's own code.</summary>
    [Fact]
    public void A_room_writes_only_its_own_schema_in_SQL() =>
        Assert.Empty(Source.Files("src", ".cs").SelectMany(f => ForeignWrites(f, Source.Read(f))));

    [Fact]
    public void A_planted_foreign_write_is_found() =>
        Assert.NotEmpty(ForeignWrites("src/Lyceum.Learning/X.cs", "$\"UPDATE academics.sections SET capacity = 1\""));

    private static IEnumerable<string> Wrong(string project, IEnumerable<string> references, string[] stair) =>
        references.Where(r => Array.IndexOf(stair, r) < 0 || Array.IndexOf(stair, r) >= Array.IndexOf(stair, project)).Select(r => $"{project} → {r}");

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Source.Root, "src", project, project + ".csproj")).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

    private static IEnumerable<string> ForeignWrites(string file, string text)
    {
        var room = file.Split('/')[1].Split('.')[^1].ToLowerInvariant();
        if (room == "lyceum") return [];   // the composition root seeds the demo school, set-based, above all rooms
        return Write().Matches(text).Where(m => m.Groups[1].Value != room).Select(m => $"{file}: {m.Value}");
    }

    [GeneratedRegex(@"(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY)\s+(platform|identity|academics|learning|assessment)\.", RegexOptions.None, 1000)]
    private static partial Regex Write();
}
