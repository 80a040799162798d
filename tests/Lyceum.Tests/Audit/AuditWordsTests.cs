using System.Reflection;
using System.Text.RegularExpressions;
using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules;
using Microsoft.AspNetCore.Components;

namespace Lyceum.Tests.Audits;

/// <summary>Whoever reads the audit reads sentences, whatever the house can write.</summary>
public sealed class AuditWordsTests
{
    private static readonly Lyceum.Platform.House House = new(Rooms.All);

    /// <summary>Every command that may come through the door, and every note written by hand.</summary>
    private static IEnumerable<string> Actions() =>
        House.Assemblies.Append(typeof(Rooms).Assembly).SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: false } && !typeof(IComponent).IsAssignableFrom(t) && t.GetCustomAttributes().OfType<IAccessRule>().Any())
            .Select(Lyceum.Platform.Door.ActionName)
            .Concat(Directory.EnumerateFiles(Path.Combine(TextsTests.Root(), "src"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(f => Regex.Matches(File.ReadAllText(f), "\\.Note\\(\"([a-z_.]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(m => m.Groups[1].Value))
            .Append("recorded");

    [Fact]
    public void Every_action_the_house_can_write_has_a_sentence()
    {
        var catalogue = new TextCatalogue(House.Assemblies);
        var actions = Actions().ToList();
        Assert.True(actions.Count > 90);
        Assert.Empty(actions.Where(a => !catalogue.Knows(AuditWords.Key(a))).Distinct());
    }
}
