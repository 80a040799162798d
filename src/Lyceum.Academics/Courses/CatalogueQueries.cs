using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Search;
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
    private sealed record CardKey(string Code, Guid Id, float Rank = 0);

    /// <summary>Published courses by code; those with the words of a search, best first. One statement a page.</summary>
    public static async Task<Result<Page<CourseCard>>> List(LyceumDb db, [AsParameters] PageRequest page, [AsParameters] CatalogueFilter filter, CancellationToken ct)
    {
        var after = page.After<CardKey>();
        if (!after.Ok) return after.Refusal;

        var courses = db.Courses.AsNoTracking().Where(c => c.State == CourseState.Published);
        if (filter.Category is { Length: > 0 } category) courses = courses.Where(c => c.Category == category);
        if (!Word.Read<Difficulty>(filter.Difficulty, out var difficulty)) return PlatformErrors.Unreadable;
        if (difficulty is not null) courses = courses.Where(c => c.Difficulty == difficulty);
        if (filter.Language is { Length: > 0 } language) courses = courses.Where(c => c.Language == language);
        var plain = SearchWords.Plain(filter.Q);
        if (plain is null && !string.IsNullOrWhiteSpace(filter.Q)) return new Page<CourseCard>([], null);   // signs without a word are in no course

        var ranked = db.CoursesRanked(plain ?? "");
        var found = plain is null ? courses.Select(c => new { Course = c, Rank = 0f }) : ranked.Join(courses, f => f.Id, c => c.Id, (f, c) => new { Course = c, f.Rank });
        if (after.Value.Key is { } key)
        {
            found = plain is null
                ? found.Where(f => f.Course.Code.CompareTo(key.Code) > 0 || (f.Course.Code == key.Code && f.Course.Id.CompareTo(key.Id) > 0))
                : found.Where(f => f.Rank < key.Rank || (f.Rank == key.Rank && f.Course.Id.CompareTo(key.Id) > 0));
        }
        found = plain is null ? found.OrderBy(f => f.Course.Code).ThenBy(f => f.Course.Id) : found.OrderByDescending(f => f.Rank).ThenBy(f => f.Course.Id);

        var sections = db.Sections;   // an extension property may not stand inside an expression tree (CS9296)
        var rows = await found.Take(page.Take)
            .Select(f => new
            {
                f.Course,
                f.Rank,
                Section = sections.Where(s => s.CourseId == f.Course.Id && s.State != SectionState.Closed).OrderBy(s => s.StartsOn)
                    .Select(s => new { s.StartsOn, s.Capacity, s.SeatsTaken }).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var cards = rows.ConvertAll(r => new CourseCard(
            r.Course.Id, r.Course.Code, r.Course.Slug, r.Course.Language, r.Course.Title, r.Course.Summary, r.Course.Category, r.Course.Difficulty,
            r.Course.Credits, r.Course.Hours, r.Course.Weeks, r.Course.Icon, r.Course.Announced.Count > 0, r.Section?.StartsOn, r.Section?.Capacity - r.Section?.SeatsTaken));
        var ranks = rows.ToDictionary(r => r.Course.Id, r => r.Rank);
        return Page<CourseCard>.Of(cards, page, c => new CardKey(c.Code, c.Id, ranks[c.Id]));
    }

    /// <summary>The categories of published courses, by name.</summary>
    internal static Task<List<string>> Categories(LyceumDb db, CancellationToken ct) =>
        db.Courses.Where(c => c.State == CourseState.Published).Select(c => c.Category).Distinct().OrderBy(c => c).Take(50).ToListAsync(ct);
}
