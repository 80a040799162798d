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
    Guid Id, Guid SectionId, Guid PersonId, EnrolmentState State, DateTimeOffset RequestedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? EndedAt, int Version) : IVersioned
{
    /// <summary>The place in the wait list, 1 is next; null while one does not wait.</summary>
    public int? WaitingPlace { get; init; }
}

/// <summary>One's own enrolment with what it is in.</summary>
public sealed record MyEnrolment(Guid Id, EnrolmentState State, DateTimeOffset? ActivatedAt, DateTimeOffset? EndedAt, SectionHead Section)
{
    /// <summary>The place in the wait list, 1 is next; null while one does not wait.</summary>
    public int? WaitingPlace { get; init; }
}

/// <summary>A line of the roster.</summary>
public sealed record RosterRow(Guid EnrolmentId, Guid PersonId, string Name, EnrolmentState State, DateTimeOffset? EnrolledAt, DateTimeOffset? EndedAt, int Version)
{
    /// <summary>A link to the person's picture that works for a short while; null where there is none.</summary>
    public string? AvatarUrl { get; init; }
}

/// <summary>Somebody who waits for a seat. Place 1 is next.</summary>
public sealed record WaitingRow(Guid EnrolmentId, Guid PersonId, string Name, int Place, DateTimeOffset Since);

/// <summary>Reads of single enrolments and of one's own.</summary>
public static class EnrolmentQueries
{
    /// <summary>An enrolment of one's own, of a section one teaches, or any.</summary>
    public static async Task<Result<EnrolmentView>> Read(Guid id, LyceumDb db, Call call, CancellationToken ct)
    {
        var own = db.Enrolments.VisibleTo(call.Actor, AcademicsPermissions.Enrol);
        var seen = db.Enrolments.ManagedBy(call.Actor, AcademicsPermissions.ReadRoster);
        var found = await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && (own.Any(o => o.Id == e.Id) || seen.Any(s => s.Id == e.Id)), ct);
        if (found is null) return EnrolmentErrors.NotFound;
        return found.WaitingNumber is { } number ? found.ToView() with { WaitingPlace = await db.Enrolments.WaitingPlace(found.SectionId, number, ct) } : found.ToView();
    }

    /// <summary>One's own enrolments, active first; a person has few, so there are no pages.</summary>
    public static async Task<Result<Page<MyEnrolment>>> Mine(LyceumDb db, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me) return new Page<MyEnrolment>([], null);
        var all = db.Enrolments;
        var rows = await all.AsNoTracking().Where(e => e.PersonId == me).OrderBy(e => e.State).ThenByDescending(e => e.RequestedAt).Take(200)
            .Select(e => new { e.Id, e.State, e.ActivatedAt, e.EndedAt, e.SectionId, Before = all.Count(b => b.SectionId == e.SectionId && b.WaitingNumber < e.WaitingNumber) }).ToListAsync(ct);
        // A second statement: a join on a projected record cannot be translated.
        var sections = rows.ConvertAll(r => r.SectionId);
        var heads = (await db.Sections.AsNoTracking().Where(s => sections.Contains(s.Id)).Heads(db).ToListAsync(ct)).ToDictionary(h => h.Id);
        return new Page<MyEnrolment>(rows.ConvertAll(r => new MyEnrolment(r.Id, r.State, r.ActivatedAt, r.EndedAt, heads[r.SectionId]) { WaitingPlace = r.State == EnrolmentState.Waitlisted ? r.Before + 1 : null }), null);
    }

    /// <summary>One's own enrolments in the sections of a course, for its page.</summary>
    internal static async Task<IReadOnlyList<EnrolmentView>> OfCourse(Guid courseId, LyceumDb db, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me) return [];
        var all = db.Enrolments;
        var found = await all.AsNoTracking().Where(e => e.PersonId == me && e.Section!.CourseId == courseId)
            .Select(e => new { Enrolment = e, Before = all.Count(b => b.SectionId == e.SectionId && b.WaitingNumber < e.WaitingNumber) }).ToListAsync(ct);
        return found.ConvertAll(f => f.Enrolment.ToView() with { WaitingPlace = f.Enrolment.State == EnrolmentState.Waitlisted ? f.Before + 1 : null });
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

    /// <summary>Who waits for a seat, the next one first. Two statements a page.</summary>
    public static async Task<Result<Page<WaitingRow>>> WaitList(Guid id, LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<int>();
        if (!after.Ok) return after.Refusal;
        if (!await db.Sections.ManagedBy(call.Actor, AcademicsPermissions.ReadRoster).AnyAsync(s => s.Id == id, ct)) return SectionErrors.NotFound;
        var (all, names, number) = (db.Enrolments, db.PersonNames, after.Value.Given ? after.Value.Key : int.MinValue);
        var rows = await (
            from e in all
            join n in names on e.PersonId equals n.Id
            where e.SectionId == id && e.State == EnrolmentState.Waitlisted && e.WaitingNumber > number
            orderby e.WaitingNumber
            select new { e.Id, e.PersonId, n.DisplayName, e.WaitingAt, Number = e.WaitingNumber!.Value, Before = all.Count(b => b.SectionId == id && b.WaitingNumber < e.WaitingNumber) }).AsNoTracking().Take(page.Take).ToListAsync(ct);
        var cut = Page<int>.Of(rows.ConvertAll(r => r.Number), page, n => n);
        return new Page<WaitingRow>([.. rows.Take(page.Size).Select(r => new WaitingRow(r.Id, r.PersonId, r.DisplayName, r.Before + 1, r.WaitingAt!.Value))], cut.Next);
    }

    /// <summary>How many wait for a seat.</summary>
    internal static Task<int> Waiting(Guid section, LyceumDb db, CancellationToken ct) => db.Enrolments.CountAsync(e => e.SectionId == section && e.State == EnrolmentState.Waitlisted, ct);

    /// <summary>How many stand before this number, and oneself.</summary>
    internal static async Task<int> WaitingPlace(this IQueryable<Enrolment> enrolments, Guid section, int number, CancellationToken ct) =>
        await enrolments.CountAsync(b => b.SectionId == section && b.WaitingNumber < number, ct) + 1;
}
