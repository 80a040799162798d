using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>A course as the catalogue shows it. Seats are those of the section one would enrol in; null where it is unlimited.</summary>
public sealed record CourseCard(
    Guid Id, string Code, string Slug, string Language, LocalizedName Title, LocalizedName Summary, string Category, Difficulty Difficulty,
    decimal Credits, int Hours, int Weeks, string Icon, bool IsAnnounced, DateOnly? StartsOn, int? SeatsLeft);

/// <summary>What the catalogue is narrowed to; everything may be left out.</summary>
public sealed record CatalogueFilter(string? Category = null, string? Difficulty = null, string? Language = null, string? Q = null);

/// <summary>Reads of the public catalogue: published courses only, whoever asks.</summary>
public static class CatalogueQueries
{
    private sealed record CodeKey(string Code, Guid Id);

    /// <summary>Published courses by code. One statement a page.</summary>
    public static async Task<Result<Page<CourseCard>>> List(LyceumDb db, [AsParameters] PageRequest page, [AsParameters] CatalogueFilter filter, CancellationToken ct)
    {
        var after = page.After<CodeKey>();
        if (!after.Ok) return after.Refusal;

        var courses = db.Courses.AsNoTracking().Where(c => c.State == CourseState.Published);
        if (after.Value.Key is { } key) courses = courses.Where(c => c.Code.CompareTo(key.Code) > 0 || (c.Code == key.Code && c.Id.CompareTo(key.Id) > 0));
        if (filter.Category is { Length: > 0 } category) courses = courses.Where(c => c.Category == category);
        if (!Word.Read<Difficulty>(filter.Difficulty, out var difficulty)) return PlatformErrors.Unreadable;
        if (difficulty is not null) courses = courses.Where(c => c.Difficulty == difficulty);
        if (filter.Language is { Length: > 0 } language) courses = courses.Where(c => c.Language == language);
        if (Likeness.Of(filter.Q) is { } like)
            courses = courses.Where(c => EF.Functions.ILike(c.Code, like) || EF.Functions.ILike((string)(object)c.Title, like) || EF.Functions.ILike((string)(object)c.Summary, like));

        var sections = db.Sections;   // an extension property may not stand inside an expression tree (CS9296)
        var rows = await courses.OrderBy(c => c.Code).ThenBy(c => c.Id).Take(page.Take)
            .Select(c => new
            {
                Course = c,
                Section = sections.Where(s => s.CourseId == c.Id && s.State != SectionState.Closed).OrderBy(s => s.StartsOn)
                    .Select(s => new { s.StartsOn, s.Capacity, s.SeatsTaken }).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var cards = rows.ConvertAll(r => new CourseCard(
            r.Course.Id, r.Course.Code, r.Course.Slug, r.Course.Language, r.Course.Title, r.Course.Summary, r.Course.Category, r.Course.Difficulty,
            r.Course.Credits, r.Course.Hours, r.Course.Weeks, r.Course.Icon, r.Course.Announced.Count > 0, r.Section?.StartsOn, r.Section?.Capacity - r.Section?.SeatsTaken));
        return Page<CourseCard>.Of(cards, page, c => new CodeKey(c.Code, c.Id));
    }

    /// <summary>The categories of published courses, by name.</summary>
    internal static Task<List<string>> Categories(LyceumDb db, CancellationToken ct) =>
        db.Courses.Where(c => c.State == CourseState.Published).Select(c => c.Category).Distinct().OrderBy(c => c).Take(50).ToListAsync(ct);
}
