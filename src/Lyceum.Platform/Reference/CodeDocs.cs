using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lyceum.Platform.Reference;

/// <summary>
/// What the source says of a type, a property or a method, in English: read from the documentation files the compiler writes beside the assemblies,
/// so that the API reference and the code cannot say two things. Null where a file or an entry is missing.
/// </summary>
internal static partial class CodeDocs
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>The first sentence said of it: the rest is for those who read the source.</summary>
    public static string? FirstSentence(MemberInfo member) => Of(member) is { } text && Sentence().Match(text) is { Success: true } first ? first.Value : Of(member);

    /// <summary>All that is said of it; of a positional record's property what stands at the parameter.</summary>
    public static string? Of(MemberInfo member)
    {
        var entries = Files.GetOrAdd((member as Type ?? member.DeclaringType!).Assembly, Read);
        var element = entries.GetValueOrDefault(NameOf(member))?.Element("summary");
        if (element is null && member is PropertyInfo property)
            element = entries.GetValueOrDefault(NameOf(property.DeclaringType!))?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name);
        return element is null ? null : Plain(element);
    }

    /// <summary>Names as in the file: <c>T:Room.Feature.Type</c>. Of overloads the first stands for all; routes have none.</summary>
    private static string NameOf(MemberInfo member) => member switch
    {
        Type type => "T:" + Full(type),
        PropertyInfo => $"P:{Full(member.DeclaringType!)}.{member.Name}",
        FieldInfo => $"F:{Full(member.DeclaringType!)}.{member.Name}",
        _ => $"M:{Full(member.DeclaringType!)}.{member.Name}",
    };

    private static string Full(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static IReadOnlyDictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(file)) return new Dictionary<string, XElement>(StringComparer.Ordinal);
        return XDocument.Load(file).Descendants("member")
            .GroupBy(m => ((string?)m.Attribute("name") ?? "").Split('(')[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    private static string Plain(XElement element)
    {
        var words = element.DescendantNodes().Select(n => n switch
        {
            XText text => text.Value,
            XElement { IsEmpty: true } see => ((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("name") ?? "").Split('.', ':')[^1],
            _ => "",
        });
        return Source().Replace(Blank().Replace(string.Concat(words), " "), "").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    /// <summary>Marks of our specification, “(A6)”, mean nothing to a caller.</summary>
    [GeneratedRegex(@"\s*\([A-Z]\d+(, [A-Z]\d+)*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();

    [GeneratedRegex(@"^.+?[.!?](?=\s|$)", RegexOptions.None, 1000)]
    private static partial Regex Sentence();
}
