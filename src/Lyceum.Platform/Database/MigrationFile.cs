using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Lyceum.Platform.Database;

/// <summary>One numbered SQL file of a module with the file that takes it back.</summary>
/// <param name="Module">The module, which is also the schema.</param>
/// <param name="Number">Position within the module; never re-used.</param>
/// <param name="Name">The words after the number.</param>
/// <param name="Sql">What it does, before role names are filled in.</param>
/// <param name="DownSql">What takes it back.</param>
public sealed partial record MigrationFile(string Module, int Number, string Name, string Sql, string DownSql)
{
    private const string Marker = "-- no-transaction";

    /// <summary><c>academics/0010_courses</c>: how it is named on the command line.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Module}/{Number:0000}_{Name}");

    /// <summary>Hash of the text with LF line ends, so that a checkout on another system is the same file.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Whether its statements commit one by one, because one of them (CREATE INDEX CONCURRENTLY) refuses a transaction.</summary>
    public bool OutsideTransaction => Sql.StartsWith(Marker, StringComparison.Ordinal);

    /// <summary>The same for the way back.</summary>
    public bool DownOutsideTransaction => DownSql.StartsWith(Marker, StringComparison.Ordinal);

    /// <summary>Every file of the house in the order of application: stair, then number.</summary>
    /// <exception cref="InvalidOperationException">A number is used twice, a down file is missing, or two modules share an assembly.</exception>
    public static IReadOnlyList<MigrationFile> Of(House house)
    {
        var taken = new Dictionary<Assembly, string>();
        var files = new List<MigrationFile>();
        foreach (var module in house.Modules)
        {
            var assembly = module.GetType().Assembly;
            if (!taken.TryAdd(assembly, module.Name))
                throw new InvalidOperationException($"The modules {taken[assembly]} and {module.Name} share the assembly {assembly.GetName().Name}: whose are its migrations?");
            files.AddRange(InAssembly(assembly, module.Name));
        }
        return files;
    }

    internal static IEnumerable<MigrationFile> InAssembly(Assembly assembly, string module)
    {
        var texts = assembly.GetManifestResourceNames()
            .Select(resource => (resource, match: ResourceName.Match(resource)))
            .Where(r => r.match.Success)
            .ToDictionary(r => r.match.Groups["file"].Value, r => Text(assembly, r.resource), StringComparer.Ordinal);
        return Pair(module, texts);
    }

    /// <summary>Pairs texts by name: <c>0010_courses</c> with <c>0010_courses.down</c>.</summary>
    internal static IReadOnlyList<MigrationFile> Pair(string module, IReadOnlyDictionary<string, string> texts)
    {
        const string down = ".down";
        var files = texts.Keys.Where(k => !k.EndsWith(down, StringComparison.Ordinal)).Select(k => new MigrationFile(
            module, int.Parse(k[..4], CultureInfo.InvariantCulture), k[5..], texts[k],
            texts.TryGetValue(k + down, out var back) ? back : throw new InvalidOperationException($"{module}/{k} has no {k}.down.sql.")))
            .OrderBy(f => f.Number).ToList();
        if (files.GroupBy(f => f.Number).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{string.Join(" and ", twice.Select(f => f.Id))} have the same number.");
        if (texts.Keys.FirstOrDefault(k => k.EndsWith(down, StringComparison.Ordinal) && !texts.ContainsKey(k[..^down.Length])) is { } orphan)
            throw new InvalidOperationException($"{module}/{orphan}.sql takes back a file that does not exist.");
        return files;
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\.Migrations\.(?<file>\d{4}_[a-z0-9_]+(\.down)?)\.sql$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceName { get; }
}
