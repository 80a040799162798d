using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Terms;

/// <summary>A term.</summary>
public sealed record TermView(
    Guid Id, string Code, LocalizedName Name, DateOnly StartsOn, DateOnly EndsOn, DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt,
    TermState State, int Version) : IVersioned;

/// <summary>A term in the list, with how much hangs on it.</summary>
public sealed record TermRow(TermView Term, int Sections, int Learners);

/// <summary>Reads of terms.</summary>
public static class TermQueries
{
    private sealed record Key(DateOnly StartsOn, Guid Id);

    /// <summary>Terms, the latest first.</summary>
    public static async Task<Result<Page<TermRow>>> List(LyceumDb db, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Key>();
        if (!after.Ok) return after.Refusal;
        var (date, id) = after.Value.Key is { } key ? (key.StartsOn, key.Id) : (DateOnly.MaxValue, Guid.Empty);
        var sections = db.Sections;
        var rows = await db.Terms.AsNoTracking()
            .Where(t => t.StartsOn < date || (t.StartsOn == date && t.Id.CompareTo(id) > 0))
            .OrderByDescending(t => t.StartsOn).ThenBy(t => t.Id).Take(page.Take)
            .Select(t => new
            {
                Term = t,
                Sections = sections.Count(s => s.TermId == t.Id),
                Learners = sections.Where(s => s.TermId == t.Id).Sum(s => s.SeatsTaken),
            })
            .ToListAsync(ct);
        return Page<TermRow>.Of(rows.ConvertAll(r => new TermRow(r.Term.ToView(), r.Sections, r.Learners)), page, r => new Key(r.Term.StartsOn, r.Term.Id));
    }

    /// <summary>One term: its days, its window of enrolment, its state.</summary>
    public static async Task<Result<TermView>> Read(Guid id, LyceumDb db, CancellationToken ct) =>
        await db.Terms.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is { } term ? term.ToView() : TermErrors.NotFound;
}
