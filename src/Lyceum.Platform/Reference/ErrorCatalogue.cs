using System.Reflection;
using System.Text;
using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Reference;

/// <summary>One stable code: the status it answers with, and whether it stands on a field of the request (in <c>errors</c>) instead of on the whole.</summary>
internal sealed record ErrorEntry(string Code, int Status, bool OnField);

/// <summary>Every code a program may meet, found in the classes named <c>…Errors</c>; nobody keeps the list by hand.</summary>
internal static class ErrorCatalogue
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The codes of these rooms in order, each once.</summary>
    public static IReadOnlyList<ErrorEntry> Read(IEnumerable<Assembly> rooms, TextCatalogue texts)
    {
        var entries = from type in rooms.Append(typeof(PlatformErrors).Assembly).Distinct().SelectMany(a => a.GetTypes())
                      where type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Errors", StringComparison.Ordinal)
                      from refusal in In(type)
                      from entry in refusal.Fields.Select(f => new ErrorEntry(f.Code, refusal.Status, true)).Prepend(new ErrorEntry(refusal.Code, refusal.Status, false))
                      select entry;
        var shapes = texts.Keys.Where(k => k.StartsWith("platform.field.", StringComparison.Ordinal)).Select(k => new ErrorEntry(k, 422, true));
        return [.. entries.Concat(shapes).Where(e => texts.Knows(e.Code)).DistinctBy(e => e.Code, StringComparer.Ordinal).OrderBy(e => e.Code, StringComparer.Ordinal)];
    }

    /// <summary>The same list as Markdown, in English: docs/errors.md.</summary>
    public static string Markdown(IEnumerable<ErrorEntry> entries, Texts texts)
    {
        var page = new StringBuilder("# Error codes\n\nGenerated from the refusals in the source; a test keeps it up to date. Codes are stable, the words follow the reader's language.\n"
            + "A code marked “field” stands in `errors` beside the name of the field.\n");
        foreach (var room in entries.GroupBy(e => e.Code.Split('.')[0], StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(room.Key).Append("\n\n| Code | Status | Text |\n|---|---|---|\n");
            foreach (var e in room) page.Append("| `").Append(e.Code).Append("` | ").Append(e.Status).Append(e.OnField ? " (field)" : "").Append(" | ").Append(texts[e.Code].Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }
        return page.ToString();
    }

    /// <summary>Fields, and methods that only put values into a text: they are asked with empty values. One that is told its code names it elsewhere.</summary>
    private static IEnumerable<Refusal> In(Type type)
    {
        foreach (var field in type.GetFields(Static)) if (field.GetValue(null) is Refusal refusal) yield return refusal;
        foreach (var method in type.GetMethods(Static))
        {
            if (!method.ReturnType.IsAssignableTo(typeof(Refusal)) || method.IsGenericMethod) continue;
            var asked = method.GetParameters();
            if (!asked.All(p => p.ParameterType.IsValueType || p.ParameterType == typeof(string)) || asked.Any(p => p.Name == "code")) continue;
            if (method.Invoke(null, [.. asked.Select(p => p.ParameterType == typeof(string) ? "" : Activator.CreateInstance(p.ParameterType))]) is Refusal refusal) yield return refusal;
        }
    }
}
