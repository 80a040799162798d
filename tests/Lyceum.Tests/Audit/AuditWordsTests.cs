using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Audits;

/// <summary>Whoever reads the audit reads sentences, whatever the house can write.</summary>
public sealed class AuditWordsTests(TestDatabase database) : IClassFixture<TestDatabase>
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

    [Fact]
    public async Task Every_thing_the_audit_can_name_and_every_part_of_it_has_a_word()
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.App);
        await using var db = new LyceumDb(LyceumDb.Options(new DbContextOptionsBuilder<LyceumDb>(), source).Options, House);
        var catalogue = new TextCatalogue(House.Assemblies);
        var audited = db.Model.GetEntityTypes()
            .Where(e => e.GetTableName() is not null && e.FindAnnotation(AuditTrail.UnauditedAnnotation) is null)
            .Select(e => (Name: $"{e.GetSchema()}.{e.GetTableName()}", Parts: e.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)))).ToList();
        Assert.True(audited.Count > 25, $"{audited.Count} audited entities");
        Assert.Empty(audited.Select(e => e.Name).Concat(Noted()).Where(e => !catalogue.Knows(AuditWords.ThingKey(e))).Distinct().Concat(audited.SelectMany(e => e.Parts.Where(p => !catalogue.Knows(AuditWords.FieldKey(e.Name, p, catalogue.Knows))).Select(p => $"{e.Name}.{p}"))));
    }

    [Fact]
    public void Every_kind_of_job_has_words()
    {
        var catalogue = new TextCatalogue(House.Assemblies);
        Assert.True(House.Contributions.JobKinds.Count > 10);
        Assert.DoesNotContain(House.Contributions.JobKinds.Keys, k => !catalogue.Knows(JobWords.Key(k)));
    }

    /// <summary>The things named by notes written by hand.</summary>
    private static IEnumerable<string> Noted() => Directory.EnumerateFiles(Path.Combine(TextsTests.Root(), "src"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(f => Regex.Matches(File.ReadAllText(f), "\\.Note\\(\"[a-z_.]+\", \"(?<thing>[a-z_.]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(m => m.Groups["thing"].Value);
}
