using System.Text;

namespace Lyceum.Demo;

/// <summary>A drawn name. <see cref="Latin"/> is what the address is made of.</summary>
internal sealed record DemoName(string Given, string Family, string GivenLatin, string FamilyLatin, string Language)
{
    public string Latin => $"{GivenLatin} {FamilyLatin}";

    /// <summary>A learner of that name, as able as the dice will have it.</summary>
    /// <param name="number">Makes the address one of its own where many share the name.</param>
    public DemoLearner Learner(Random dice, string programme, string number = "")
    {
        var email = $"{Ascii(GivenLatin)}.{Ascii(FamilyLatin)}{number}{DemoSchool.Domain}";
        return new(DemoCrowd.IdOf(email), email, Given, Family, $"{Given} {Family}", Latin, Language, programme, 0.52 + (0.45 * dice.NextDouble()), null);
    }

    private static string Ascii(string latin) => string.Concat(latin.Normalize(NormalizationForm.FormD).ToLowerInvariant().Where(char.IsAsciiLetter));
}

/// <summary>Draws names from the demo's file: given and family name of one script, the family name in its feminine form where there is one.</summary>
internal sealed class DemoNameDice(DemoRun run)
{
    private readonly List<DemoGivenName> _given = run.School.People.Names.Given;
    private readonly Dictionary<string, List<DemoFamilyName>> _family = run.School.People.Names.Family.GroupBy(f => f.Script).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    public DemoName Roll()
    {
        var first = _given[run.Dice.Next(_given.Count)];
        var families = _family[first.Script];
        var last = families[run.Dice.Next(families.Count)];
        var woman = first.Gender == "f" && last.Feminine is not null;
        return new(
            first.Name, woman ? last.Feminine! : last.Name, first.Latin, woman ? last.FeminineLatin ?? last.Latin : last.Latin,
            first.Script switch { "grek" => "el", "arab" => "ar", _ => "en" });
    }
}
