using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Learning;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>Somebody who walks along the routes: a holder of one role, or nobody.</summary>
internal sealed record Walker(string Role, HttpClient Client, IReadOnlyDictionary<string, Reach> May, IReadOnlyDictionary<string, string> Mine)
{
    public bool SignedIn => Role != "anonymous";
}

/// <summary>A school with one person for each role, a classroom that is theirs (enrolled; teaching where their role teaches) and one that is not.</summary>
public sealed class MatrixSchool : School
{
    private readonly List<Walker> _walkers = [];
    private Classroom _own = null!, _other = null!;
    private Guid _term;
    private TestPerson _stranger = null!;
    private Guid _strangersPlace;

    /// <inheritdoc/>
    protected override bool Jobs => false;

    internal IReadOnlyList<Walker> Walkers => _walkers;

    /// <summary>What is not the walkers': another classroom, another person.</summary>
    internal IReadOnlyDictionary<string, string> Others { get; private set; } = null!;

    /// <inheritdoc/>
    protected override async Task Arrange()
    {
        (_own, _other) = (await this.Classroom(1), await this.Classroom(1));
        _term = (await this.Term()).Id;
        _stranger = await this.Learner(_other);
        _strangersPlace = await PlaceOf(_stranger.Id);
        Others = Things(_other, _stranger.Id, _strangersPlace);
        foreach (var role in Role.All)
        {
            var person = await this.Person(role);
            await this.Do(new Enrol(_own.Section.Id, person.Id), Enrolling.Handle);
            var may = House.Contributions.PermissionsOf([role]);
            if (may.ContainsKey(AcademicsPermissions.Teach)) await this.Do(new NameTeacher(_own.Section.Id, person.Id), NamingTeachers.Name);
            _walkers.Add(new Walker(role, await this.Bearer(person), may, Things(_own, person.Id, await PlaceOf(person.Id))));
        }
        _walkers.Add(new Walker("anonymous", Visitor(), new Dictionary<string, Reach>(StringComparer.Ordinal), Things(_own, _walkers[0].Mine)));
    }

    private Dictionary<string, string> Things(Classroom room, Guid person, Guid enrolment) => new(StringComparer.Ordinal)
    {
        ["courseId"] = room.Course.Id.ToString(),
        ["course"] = room.Course.Slug,
        ["section"] = room.Section.Id.ToString(),
        ["code"] = room.Section.Code,
        ["unit"] = room.Unit.ToString(),
        ["master"] = room.Master[0].ToString(),
        ["lesson"] = room.Lessons[0].ToString(),
        ["person"] = person.ToString(),
        ["enrolment"] = enrolment.ToString(),
        ["term"] = _term.ToString(),
    };

    private Dictionary<string, string> Things(Classroom room, IReadOnlyDictionary<string, string> like) => Things(room, Guid.Parse(like["person"]), Guid.Parse(like["enrolment"]));

    private Task<Guid> PlaceOf(Guid person) => Read(db => db.Enrolments.Where(e => e.PersonId == person).Select(e => e.Id).SingleAsync(TestContext.Current.CancellationToken));

    /// <summary>Rows and row versions of every table; what a visit alone may move (sessions, tokens, keys, seals) is left out.</summary>
    internal async Task<string> Rows()
    {
        var tables = await Database.Value<string>(
            """
            SELECT string_agg(format('SELECT %L AS t, count(*) || '':'' || coalesce(sum(xmin::text::numeric), 0) AS v FROM %I.%I', schemaname || '.' || tablename, schemaname, tablename), ' UNION ALL ')
            FROM pg_tables WHERE schemaname IN ('platform', 'identity', 'academics', 'learning', 'assessment')
              AND tablename !~ '(sessions|api_tokens|keys|seals|devices|throttle|migrations|settings|study)'
            """);
        return await Database.Value<string>($"SELECT string_agg(t || '=' || v, E'\\n' ORDER BY t) FROM ({tables}) x") ?? "";
    }
}
