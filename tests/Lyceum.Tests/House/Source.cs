using System.Runtime.CompilerServices;

namespace Lyceum.Tests.HouseRules;

/// <summary>The repository as text, for the rules of the house.</summary>
internal static class Source
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files of the given endings under a folder, without build output; paths relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => !f.Split('/').Any(p => p is "obj" or "bin" or "node_modules" or "lib"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
