using Lyceum.Platform.Localization;

namespace Lyceum.Demo;

internal sealed record Trio
{
    public required string En { get; init; }
    public required string El { get; init; }
    public required string Ar { get; init; }

    public LocalizedName Name => new(En, El, Ar);

    public LocalizedName Filled(Func<string, string> fill) => new(fill(En), fill(El), fill(Ar));

    public string In(string language) => language switch { "el" => El, "ar" => Ar, _ => En };
}

internal sealed record DemoInstitution
{
    public required Trio Name { get; init; }
    public required string ShortName { get; init; }
    public required string Code { get; init; }
    public required bool Demo { get; init; }
    public required Trio DemoNotice { get; init; }
    public required DemoAddress Address { get; init; }
    public required string Email { get; init; }
    public required string TimeZone { get; init; }
    public required string Currency { get; init; }
    public required string DefaultLanguage { get; init; }
    public required List<string> Languages { get; init; }
    public required string GradeScale { get; init; }
    public required string SerialPrefix { get; init; }
    public required Trio Tagline { get; init; }
    public required Trio Lead { get; init; }
    public required List<DemoProgramme> Programmes { get; init; }
    public required List<DemoCategory> Categories { get; init; }
}

internal sealed record DemoAddress
{
    public required string Street { get; init; }
    public required string Postcode { get; init; }
    public required Trio City { get; init; }
    public required string Country { get; init; }
}

internal sealed record DemoProgramme
{
    public required string Code { get; init; }
    public required Trio Name { get; init; }
    public required string Level { get; init; }
    public required Trio Length { get; init; }
    public required decimal Credits { get; init; }
    public required string Icon { get; init; }
    public required Trio Description { get; init; }
}

internal sealed record DemoCategory
{
    public required string Key { get; init; }
    public required Trio Name { get; init; }
}

internal sealed record DemoPeople
{
    public required List<DemoPerson> Instructors { get; init; }
    public required List<DemoPerson> Staff { get; init; }
    public required List<DemoPerson> NamedLearners { get; init; }
    public required DemoNames Names { get; init; }
}

internal sealed record DemoPerson
{
    public required string Email { get; init; }
    public required string Given { get; init; }
    public required string Family { get; init; }
    public required string Display { get; init; }
    public required string Latin { get; init; }
    public required string Language { get; init; }
    public string? Gender { get; init; }
    public string? Picture { get; init; }
    public string? Script { get; init; }
    public string? Role { get; init; }
    public string? Title { get; init; }
    public string? Programme { get; init; }
    public string? GuardianOf { get; init; }
    public DemoBio? Bio { get; init; }
    public List<string> Courses { get; init; } = [];
}

internal sealed record DemoBio
{
    public required string En { get; init; }
}

internal sealed record DemoNames
{
    public required List<DemoGivenName> Given { get; init; }
    public required List<DemoFamilyName> Family { get; init; }
}

internal sealed record DemoGivenName
{
    public required string Name { get; init; }
    public required string Latin { get; init; }
    public required string Script { get; init; }
    public required string Gender { get; init; }
}

internal sealed record DemoFamilyName
{
    public required string Name { get; init; }
    public required string Latin { get; init; }
    public required string Script { get; init; }
    public string? Feminine { get; init; }
    public string? FeminineLatin { get; init; }
}

internal sealed record DemoCalendar
{
    public required string Anchor { get; init; }
    public required List<DemoSeason> Seasons { get; init; }
    public required DemoAcademicYear AcademicYear { get; init; }
    public required List<DemoTerm> Terms { get; init; }
}

internal sealed record DemoSeason
{
    public required List<int> Months { get; init; }
    public required Trio Name { get; init; }
}

internal sealed record DemoAcademicYear
{
    public required int FirstMonth { get; init; }
    public required string Name { get; init; }
}

internal sealed record DemoTerm
{
    public required string Key { get; init; }
    public required string State { get; init; }
    public required int Start { get; init; }
    public required int End { get; init; }
    public required int EnrolmentOpens { get; init; }
    public required int EnrolmentCloses { get; init; }
}
