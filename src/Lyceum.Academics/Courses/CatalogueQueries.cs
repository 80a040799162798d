using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>A course as the catalogue shows it. Seats are those of the section one would enrol in; null where it is unlimited.</summary>
public sealed record CourseCard(
    Guid Id, string Code, string Slug, string Language, LocalizedName Title, LocalizedName Summary, string Category, Difficulty Difficulty,
    decimal Credits, int Hours, int Weeks, string Icon, bool IsAnnounced, DateOnly? StartsOn, int? SeatsLeft);

/// <summary>Reads of the public catalogue: published courses only, whoever asks.</summary>
public static class CatalogueQueries
{
    private sealed record CodeKey(string Code, Guid Id);

    /// <summary>Published courses by code. One statement a page.</summary>
    public static async Task<Result<Page<CourseCard>>> List(LyceumDb db, [Microsoft.AspNetCore.Http.AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<CodeKey>();
        if (!after.Ok) return after.Refusal;
        var (code, id) = after.Value.Key is { } key ? (key.Code, key.Id) : ("", Guid.Empty);

        var sections = db.Sections;   // an extension property may not stand inside an expression tree (CS9296)
        var rows = await db.Courses.AsNoTracking()
            .Where(c => c.State == CourseState.Published && (c.Code.CompareTo(code) > 0 || (c.Code == code && c.Id.CompareTo(id) > 0)))
            .OrderBy(c => c.Code).ThenBy(c => c.Id).Take(page.Take)
            .Select(c => new
            {
                Course = c,
                Section = sections.Where(s => s.CourseId == c.Id && s.State != Sections.SectionState.Closed).OrderBy(s => s.StartsOn)
                    .Select(s => new { s.StartsOn, s.Capacity, s.SeatsTaken }).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var cards = rows.ConvertAll(r => new CourseCard(
            r.Course.Id, r.Course.Code, r.Course.Slug, r.Course.Language, r.Course.Title, r.Course.Summary, r.Course.Category, r.Course.Difficulty,
            r.Course.Credits, r.Course.Hours, r.Course.Weeks, r.Course.Icon, r.Course.Announced.Count > 0, r.Section?.StartsOn, r.Section?.Capacity - r.Section?.SeatsTaken));
        return Page<CourseCard>.Of(cards, page, c => new CodeKey(c.Code, c.Id));
    }
}
