using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>A course with all it says of itself.</summary>
public sealed record CourseView(
    Guid Id, string Code, string Slug, string Language, LocalizedName Title, LocalizedName Summary, string Description, string Category, Difficulty Difficulty,
    decimal Credits, int Hours, int Weeks, string Icon, IReadOnlyList<string> Objectives, IReadOnlyList<AnnouncedUnit> Announced, Guid? ProgrammeId,
    CourseState State, DateTimeOffset? PublishedAt, int Version) : IVersioned;

/// <summary>A section as a visitor of the catalogue sees it. Seats are null where they are unlimited.</summary>
public sealed record SectionOffer(
    Guid Id, string Code, SectionState State, Guid? TermId, LocalizedName? TermName, DateOnly? StartsOn, DateOnly? EndsOn, int? Capacity, int? SeatsLeft,
    DateTimeOffset? EnrolmentOpensAt, DateTimeOffset? EnrolmentClosesAt, bool IsEnrollable)
{
    /// <summary>Every seat is taken, and one may wait for the next.</summary>
    public bool IsWaitable { get; init; }

    /// <summary>How many wait.</summary>
    public int Waiting { get; init; }
}

/// <summary>Who teaches, for a course's page.</summary>
public sealed record CourseTeacher(Guid PersonId, string Name, string? About, TeachingDuty Duty);

/// <summary>A course's own page: the course, where one can enrol, who teaches, and one's own enrolment.</summary>
public sealed record CoursePage(CourseView Course, IReadOnlyList<SectionOffer> Sections, IReadOnlyList<CourseTeacher> Teachers) : IVersioned
{
    /// <inheritdoc/>
    int IVersioned.Version => Course.Version;
}

/// <summary>A course in the list of those who look after courses.</summary>
public sealed record CourseRow(Guid Id, string Code, string Slug, LocalizedName Title, CourseState State, string Category, int Sections, int Learners, DateTimeOffset? PublishedAt);

/// <summary>Reads of single courses and of the courses one looks after.</summary>
public static class CourseQueries
{
    private sealed record CodeKey(string Code, Guid Id);

    internal static CourseView ToView(this Course c) => new(
        c.Id, c.Code, c.Slug, c.Language, c.Title, c.Summary, c.Description, c.Category, c.Difficulty, c.Credits, c.Hours, c.Weeks, c.Icon,
        c.Objectives, c.Announced, c.ProgrammeId, c.State, c.PublishedAt, c.Version);

    /// <summary>A course by its slug: published ones for anyone, others for those who may edit them. Two statements.</summary>
    public static async Task<Result<CoursePage>> Read(string slug, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        var editable = db.Courses.ManagedBy(call.Actor, AcademicsPermissions.EditCourse);
        var terms = db.Terms;
        var names = db.PersonNames;
        var found = await db.Courses.AsNoTracking()
            .Where(c => c.Slug == slug && (c.State == CourseState.Published || editable.Any(e => e.Id == c.Id)))
            .Select(c => new
            {
                Course = c,
                Sections = (from s in c.Sections
                            where s.State != SectionState.Closed
                            join t in terms on s.TermId equals (Guid?)t.Id into given
                            from term in given.DefaultIfEmpty()
                            orderby s.StartsOn, s.Code
                            select new { Section = s, Term = term, Waiting = s.Enrolments.Count(e => e.State == EnrolmentState.Waitlisted) }).ToList(),
            })
            .AsSplitQuery().SingleOrDefaultAsync(ct);
        if (found is null) return CourseErrors.NotFound;

        var id = found.Course.Id;
        var teachers = db.SectionTeachers;
        var people = await (from t in teachers.AsNoTracking()
                            join s in db.Sections on t.SectionId equals s.Id
                            join n in names on t.PersonId equals n.Id
                            where s.CourseId == id && s.State != SectionState.Closed
                            select new CourseTeacher(n.Id, n.DisplayName, n.About, t.Duty)).Distinct().ToListAsync(ct);
        var now = clock.GetUtcNow();
        return new CoursePage(
            found.Course.ToView(), found.Sections.ConvertAll(s => Offer(found.Course, s.Section, s.Term, s.Waiting, now)),
            [.. people.GroupBy(p => p.PersonId).Select(g => g.MinBy(p => p.Duty)!).OrderBy(p => p.Duty).ThenBy(p => p.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Whether the actor may change this course.</summary>
    internal static Task<bool> MayEdit(Guid id, LyceumDb db, Call call, CancellationToken ct) =>
        db.Courses.ManagedBy(call.Actor, AcademicsPermissions.EditCourse).AnyAsync(c => c.Id == id, ct);

    /// <summary>The course behind an address, for a command; empty where no course has this slug, which the command then says. Whether one may is the command's to look at.</summary>
    internal static async Task<Guid> IdOf(string slug, LyceumDb db, CancellationToken ct) =>
        await db.Courses.Where(c => c.Slug == slug).Select(c => c.Id).SingleOrDefaultAsync(ct);

    /// <summary>The slug a course has now, for one it had before; null when none ever had it.</summary>
    public static async Task<string?> NewAddress(string slug, LyceumDb db, CancellationToken ct)
    {
        var courses = db.Courses;
        return await (from f in db.Set<FormerSlug>() join c in courses on f.CourseId equals c.Id where f.Slug == slug select c.Slug).SingleOrDefaultAsync(ct);
    }

    /// <summary>The courses one looks after, by code. One statement a page.</summary>
    public static async Task<Result<Page<CourseRow>>> Managed(
        LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct, string? q = null, string? state = null)
    {
        var after = page.After<CodeKey>();
        if (!after.Ok) return after.Refusal;
        if (!Word.Read<CourseState>(state, out var wanted)) return PlatformErrors.Unreadable;
        var (code, id) = after.Value.Key is { } key ? (key.Code, key.Id) : ("", Guid.Empty);
        var like = Likeness.Of(q);
        var rows = await db.Courses.ManagedBy(call.Actor, AcademicsPermissions.EditCourse).AsNoTracking()
            .Where(c => c.Code.CompareTo(code) > 0 || (c.Code == code && c.Id.CompareTo(id) > 0))
            .Where(c => wanted == null || c.State == wanted)
            .Where(c => like == null || EF.Functions.ILike(c.Code, like) || EF.Functions.ILike((string)(object)c.Title, like))
            .OrderBy(c => c.Code).ThenBy(c => c.Id).Take(page.Take)
            .Select(c => new { c.Id, c.Code, c.Slug, c.Title, c.State, c.Category, Sections = c.Sections.Count, Learners = c.Sections.Sum(s => s.SeatsTaken), c.PublishedAt })
            .ToListAsync(ct);
        var views = rows.ConvertAll(c => new CourseRow(c.Id, c.Code, c.Slug, c.Title, c.State, c.Category, c.Sections, c.Learners, c.PublishedAt));
        return Page<CourseRow>.Of(views, page, c => new CodeKey(c.Code, c.Id));
    }

    private static SectionOffer Offer(Course course, Section s, Terms.Term? term, int waiting, DateTimeOffset now) => new(
        s.Id, s.Code, s.State, s.TermId, term?.Name, s.StartsOn, s.EndsOn, s.Capacity, s.Capacity - s.SeatsTaken,
        term?.EnrolmentOpensAt, term?.EnrolmentClosesAt,
        course.State == CourseState.Published && s.RefusesEnrolment() is null && term?.RefusesEnrolment(now) is null)
    {
        IsWaitable = course.State == CourseState.Published && s.RefusesEnrolment() == EnrolmentErrors.Full && term?.RefusesEnrolment(now) is null,
        Waiting = waiting,
    };
}
