using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Lyceum.Demo;

/// <summary>A file of the demo school is not as its README says; the message begins with the file's name.</summary>
internal sealed class DemoFileException(string file, string cause, Exception? inner = null) : Exception($"{file}: {cause}", inner);

/// <summary>
/// The demo school's files. They travel inside the assembly, so that the executable finds them from any folder and after any publish.
/// </summary>
internal static class DemoFiles
{
    private const string Prefix = "demo-school/";
    private static readonly Assembly Home = typeof(DemoFiles).Assembly;

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Names of all files, with forward slashes, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Home.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal)];

    public static byte[] Bytes(string file)
    {
        using var stream = Home.GetManifestResourceStream(Prefix + file) ?? throw new DemoFileException(file, "there is no such file");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static string Text(string file)
    {
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes(file)).Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new DemoFileException(file, "not UTF-8", e);
        }
    }

    public static T Read<T>(string file) where T : class => Parse<T>(file, Text(file));

    /// <summary>Reads YAML strictly: an unknown key, a missing one and a wrong value are all refused with their line.</summary>
    public static T Parse<T>(string file, string yaml) where T : class
    {
        try
        {
            return Yaml.Deserialize<T>(yaml) ?? throw new DemoFileException(file, "empty");
        }
        catch (YamlException e)
        {
            throw new DemoFileException(file, $"line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>A lesson's front matter and the Markdown below it.</summary>
    public static (T Front, string Body) ReadMarkdown<T>(string file) where T : class
    {
        var text = Text(file);
        var end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", 3, StringComparison.Ordinal) : -1;
        if (end < 0) throw new DemoFileException(file, "does not begin with front matter between two lines of ---");
        return (Parse<T>(file, text[4..(end + 1)]), text[(end + 5)..].Trim());
    }
}
