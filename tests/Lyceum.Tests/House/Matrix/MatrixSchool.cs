using Lyceum.Academics;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>Arranges what no command of the house makes by itself (a notification, a document in the register).</summary>
[Open("tests arrange")]
internal sealed record Arrange;

/// <summary>A school with one person for each role, a classroom that is theirs (enrolled; teaching where their role teaches) and one that is not.</summary>
public class MatrixSchool : School
{
    private static readonly Dictionary<string, Reach> Nothing = new(StringComparer.Ordinal);
    private readonly List<Walker> _walkers = [];
    private Room _own = null!, _other = null!;
    private TestPerson _stranger = null!;

    /// <inheritdoc/>
    protected override bool Jobs => false;

    internal IReadOnlyList<Walker> Walkers => _walkers;

    /// <inheritdoc/>
    protected override async Task Arrange()
    {
        await Do(new Arrange(), (_, act) =>
        {
            act.Db.Institutions.Add(new Institution { Name = new LocalizedName("Asclepius College"), ShortName = "Asclepius", Zone = "Europe/Athens" });
            return Task.FromResult<Result<Done>>(Done.It);
        });
        (_own, _other) = (await Room.Make(this), await Room.Make(this));
        _stranger = await this.Person();
        await _other.Admit(this, _stranger, Nothing);
        foreach (var role in Role.All)
        {
            var walker = await Walk(role);
            await _own.Admit(this, walker.Person!, walker.May);
            _walkers.Add(walker);
        }
        _walkers.Add(await Visit());
    }

    /// <summary>Somebody who has not signed in.</summary>
    internal async Task<Walker> Visit(string cookie = "x=y")
    {
        var visitor = Visitor("text/html");
        visitor.DefaultRequestHeaders.Add("Cookie", cookie);
        return new Walker(Walker.Nobody, null, Visitor(), await Browsing.Open(visitor, "/sign-in"), Nothing);
    }

    /// <summary>A new holder of the role.</summary>
    internal async Task<Walker> Walk(string role)
    {
        var person = await this.Person(role);
        return new Walker(role, person, await this.Bearer(person), await Browsing.Open(await this.Browser(person), "/account/tokens"), House.Contributions.PermissionsOf([role]));
    }

    /// <summary>The things that stand as long as the school does: for reading, and for those who may not change them.</summary>
    internal Things Standing(Walker walker, Whose whose) => whose == Whose.Mine
        ? new Things(this, _own, walker.Person ?? _walkers[0].Person!, walker.Person is null ? _walkers[0].May : walker.May, standing: true)
        : new Things(this, _other, _stranger, Nothing, standing: true);

    /// <summary>Things made for one act: a classroom of the walker's own, or one they have no part in.</summary>
    internal async Task<Things> Fresh(Walker walker, Whose whose)
    {
        var room = await Room.Make(this);
        if (whose == Whose.Others)
        {
            var stranger = await this.Person();
            await room.Admit(this, stranger, Nothing);
            return new Things(this, room, stranger, Nothing);
        }
        if (walker.Person is { } person) await room.Admit(this, person, walker.May);
        return new Things(this, room, walker.Person!, walker.May);
    }

    /// <summary>The same rooms, and things of one's own in them that nobody else acts on: the walker's, or a stranger's.</summary>
    internal async Task<Things> Aside(Walker walker, Whose whose) =>
        whose == Whose.Mine ? new Things(this, _own, walker.Person ?? _walkers[0].Person!, walker.May) : new Things(this, _other, await this.Person(), Nothing);

    /// <summary>What every table holds, by table; left out is what a visit alone may move: last seen and last used, the sealing of the audit, the key ring.</summary>
    internal async Task<IReadOnlyList<string>> Rows()
    {
        var tables = await Database.Value<string>(
            """
            SELECT string_agg(format('SELECT %L AS t, count(*) || '':'' || coalesce(sum(hashtextextended((to_jsonb(x) - ARRAY[''last_seen_at'', ''last_used_at''])::text, 0)::numeric), 0) AS v FROM %I.%I x',
                schemaname || '.' || tablename, schemaname, tablename), ' UNION ALL ')
            FROM pg_tables WHERE schemaname IN ('platform', 'identity', 'academics', 'learning', 'assessment') AND tablename NOT IN ('audit_unsealed', 'audit_seals', 'data_protection_keys', 'migrations')
            """);
        return (await Database.Value<string>($"SELECT string_agg(t || '=' || v, E'\\n' ORDER BY t) FROM ({tables}) x") ?? "").Split('\n');
    }
}
