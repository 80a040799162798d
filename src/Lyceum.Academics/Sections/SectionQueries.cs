using Lyceum.Academics.Courses;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>A section.</summary>
public sealed record SectionView(
    Guid Id, Guid CourseId, Guid? TermId, string Code, int? Capacity, int SeatsTaken, SectionState State, DateOnly? StartsOn, DateOnly? EndsOn, int Version) : IVersioned;

/// <summary>A section with the course it teaches: what its pages show at their head.</summary>
public sealed record SectionHead(
    Guid Id, string Code, SectionState State, int? Capacity, int SeatsTaken, DateOnly? StartsOn, DateOnly? EndsOn, Guid? TermId, LocalizedName? TermName,
    Guid CourseId, string CourseCode, string CourseSlug, string CourseLanguage, LocalizedName CourseTitle, CourseState CourseState, int Version);

/// <summary>Reads of sections.</summary>
public static class SectionQueries
{
    private sealed record Key(DateOnly StartsOn, Guid Id);

    internal static SectionView ToView(this Section s) => new(s.Id, s.CourseId, s.TermId, s.Code, s.Capacity, s.SeatsTaken, s.State, s.StartsOn, s.EndsOn, s.Version);

    /// <summary>The heads of these sections, in the order asked for by the caller.</summary>
    public static IQueryable<SectionHead> Heads(this IQueryable<Section> sections, LyceumDb db)
    {
        var (courses, terms) = (db.Courses, db.Terms);
        return from s in sections
               join c in courses on s.CourseId equals c.Id
               join t in terms on s.TermId equals (Guid?)t.Id into given
               from term in given.DefaultIfEmpty()
               select new SectionHead(
                   s.Id, s.Code, s.State, s.Capacity, s.SeatsTaken, s.StartsOn, s.EndsOn, s.TermId, term != null ? term.Name : null,
                   c.Id, c.Code, c.Slug, c.Language, c.Title, c.State, s.Version);
    }

    /// <summary>The head of a section by the words of its address, as far as the permission reaches; other rooms' tabs begin with it.</summary>
    public static async Task<Result<SectionHead>> Find(string course, string section, string permission, LyceumDb db, Call call, CancellationToken ct)
    {
        var courses = db.Courses;
        var head = await db.Sections.AsNoTracking().ManagedBy(call.Actor, permission)
            .Where(s => s.Code == section && courses.Any(c => c.Id == s.CourseId && c.Slug == course)).Heads(db).SingleOrDefaultAsync(ct);
        return head is null ? SectionErrors.NotFound : head;
    }

    /// <summary>One section, for those who look after it.</summary>
    public static async Task<Result<SectionView>> Read(Guid id, LyceumDb db, Call call, CancellationToken ct) =>
        await db.Sections.AsNoTracking().ManagedBy(call.Actor, AcademicsPermissions.ReadRoster).SingleOrDefaultAsync(s => s.Id == id, ct) is { } section
            ? section.ToView() : SectionErrors.NotFound;

    /// <summary>The sections one teaches, the latest first; those of archived courses apart, where they are asked for. One statement a page.</summary>
    public static async Task<Result<Page<SectionHead>>> Teaching(LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct, bool archived = false)
    {
        var after = page.After<Key>();
        if (!after.Ok) return after.Refusal;
        if (call.Actor.PersonId is not { } me) return new Page<SectionHead>([], null);
        // An open section has no start; it stands first, because it is always now.
        var (date, id) = after.Value.Key is { } key ? (key.StartsOn, key.Id) : (DateOnly.MaxValue, Guid.Empty);
        var courses = db.Courses;
        var rows = await db.TaughtBy(me).AsNoTracking().Where(s => courses.Any(c => c.Id == s.CourseId && (c.State == CourseState.Archived) == archived))
            .Where(s => (s.StartsOn ?? DateOnly.MaxValue) < date || ((s.StartsOn ?? DateOnly.MaxValue) == date && s.Id.CompareTo(id) > 0))
            .OrderByDescending(s => s.StartsOn ?? DateOnly.MaxValue).ThenBy(s => s.Id).Take(page.Take)
            .Heads(db).ToListAsync(ct);
        rows.Sort((a, b) => (b.StartsOn ?? DateOnly.MaxValue).CompareTo(a.StartsOn ?? DateOnly.MaxValue) is var order and not 0 ? order : string.CompareOrdinal(Order(a.Id), Order(b.Id)));
        return Page<SectionHead>.Of(rows, page, s => new Key(s.StartsOn ?? DateOnly.MaxValue, s.Id));
    }

    private static string Order(Guid id) => id.ToString("n");
}
