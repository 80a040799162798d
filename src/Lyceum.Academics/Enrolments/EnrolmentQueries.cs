using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>An enrolment.</summary>
public sealed record EnrolmentView(
    Guid Id, Guid SectionId, Guid PersonId, EnrolmentState State, DateTimeOffset RequestedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? EndedAt, int Version) : IVersioned;

/// <summary>One's own enrolment with what it is in.</summary>
public sealed record MyEnrolment(Guid Id, EnrolmentState State, DateTimeOffset? ActivatedAt, DateTimeOffset? EndedAt, SectionHead Section);

/// <summary>A line of the roster.</summary>
public sealed record RosterRow(Guid EnrolmentId, Guid PersonId, string Name, EnrolmentState State, DateTimeOffset? EnrolledAt, DateTimeOffset? EndedAt, int Version)
{
    /// <summary>A link to the person's picture that works for a short while; null where there is none.</summary>
    public string? AvatarUrl { get; init; }
}

/// <summary>Reads of single enrolments and of one's own.</summary>
public static class EnrolmentQueries
{
    /// <summary>An enrolment of one's own, of a section one teaches, or any.</summary>
    public static async Task<Result<EnrolmentView>> Read(Guid id, LyceumDb db, Call call, CancellationToken ct)
    {
        var own = db.Enrolments.VisibleTo(call.Actor, AcademicsPermissions.Enrol);
        var seen = db.Enrolments.ManagedBy(call.Actor, AcademicsPermissions.ReadRoster);
        var found = await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && (own.Any(o => o.Id == e.Id) || seen.Any(s => s.Id == e.Id)), ct);
        return found is null ? EnrolmentErrors.NotFound : found.ToView();
    }

    /// <summary>One's own enrolments, active first; a person has few, so there are no pages.</summary>
    public static async Task<Result<Page<MyEnrolment>>> Mine(LyceumDb db, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me) return new Page<MyEnrolment>([], null);
        var rows = await db.Enrolments.AsNoTracking().Where(e => e.PersonId == me).OrderBy(e => e.State).ThenByDescending(e => e.RequestedAt).Take(200)
            .Select(e => new { e.Id, e.State, e.ActivatedAt, e.EndedAt, e.SectionId }).ToListAsync(ct);
        // A second statement: a join on a projected record cannot be translated.
        var sections = rows.ConvertAll(r => r.SectionId);
        var heads = (await db.Sections.AsNoTracking().Where(s => sections.Contains(s.Id)).Heads(db).ToListAsync(ct)).ToDictionary(h => h.Id);
        return new Page<MyEnrolment>(rows.ConvertAll(r => new MyEnrolment(r.Id, r.State, r.ActivatedAt, r.EndedAt, heads[r.SectionId])), null);
    }

    /// <summary>One's own enrolments in the sections of a course, for its page.</summary>
    internal static async Task<IReadOnlyList<EnrolmentView>> OfCourse(Guid courseId, LyceumDb db, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me) return [];
        var found = await db.Enrolments.AsNoTracking().Where(e => e.PersonId == me && e.Section!.CourseId == courseId).ToListAsync(ct);
        return found.ConvertAll(e => e.ToView());
    }
}

/// <summary>Who is in a section.</summary>
public static class RosterQueries
{
    private sealed record Key(string Name, Guid Id);

    /// <summary>The roster by name, as far as the reader may see it. One statement a page.</summary>
    public static async Task<Result<Page<RosterRow>>> List(
        Guid id, LyceumDb db, Call call, FileLinks links, [AsParameters] PageRequest page, CancellationToken ct, string? q = null, string? state = null)
    {
        var after = page.After<Key>();
        if (!after.Ok) return after.Refusal;
        if (!Word.Read<EnrolmentState>(state, out var wanted)) return PlatformErrors.Unreadable;
        var (name, person) = after.Value.Key is { } key ? (key.Name, key.Id) : ("", Guid.Empty);
        var (names, like) = (db.PersonNames, Likeness.Of(q));
        var found = await (from e in db.Enrolments.AsNoTracking().ManagedBy(call.Actor, AcademicsPermissions.ReadRoster)
                           where e.SectionId == id && (wanted == null || e.State == wanted)
                           join n in names on e.PersonId equals n.Id
                           where n.DisplayName.CompareTo(name) > 0 || (n.DisplayName == name && n.Id.CompareTo(person) > 0)
                           where like == null || EF.Functions.ILike(n.DisplayName, like) || EF.Functions.ILike(n.LatinName!, like)
                           orderby n.DisplayName, n.Id
                           select new { Row = new RosterRow(e.Id, n.Id, n.DisplayName, e.State, e.ActivatedAt, e.EndedAt, e.Version), n.AvatarHash, n.AvatarType }).Take(page.Take).ToListAsync(ct);
        var rows = found.ConvertAll(f => f.Row with { AvatarUrl = links.Portrait(f.AvatarHash, f.AvatarType) });
        // An empty list and a section one may not see must not look alike.
        if (rows.Count == 0 && !await db.Sections.ManagedBy(call.Actor, AcademicsPermissions.ReadRoster).AnyAsync(s => s.Id == id, ct)) return SectionErrors.NotFound;
        return Page<RosterRow>.Of(rows, page, r => new Key(r.Name, r.PersonId));
    }
}
