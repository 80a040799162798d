using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Terms;

/// <summary>Opens a planned term: its sections may be enrolled in while the window is open.</summary>
[Requires(AcademicsPermissions.ManageTerms)]
public sealed record OpenTerm(Guid TermId);

/// <summary>Closes an open term for good: nobody is enrolled, dropped or withdrawn in it any more.</summary>
[Requires(AcademicsPermissions.ManageTerms)]
public sealed record CloseTerm(Guid TermId);

/// <summary>Carries out <see cref="OpenTerm"/> and <see cref="CloseTerm"/>.</summary>
public static class MovingTerms
{
    public static Task<Result<TermView>> Open(OpenTerm command, Act act) => Move(command.TermId, TermState.Open, act);

    public static Task<Result<TermView>> Close(CloseTerm command, Act act) => Move(command.TermId, TermState.Closed, act);

    private static async Task<Result<TermView>> Move(Guid id, TermState to, Act act)
    {
        // The lock waits for enrolments under way (they hold the row shared, by trigger); those that come after see the new state.
        var term = await act.Db.Terms.ForUpdate().SingleOrDefaultAsync(t => t.Id == id, act.Ct);
        if (term is null) return TermErrors.NotFound;
        if (act.CheckVersion(term.Version) is { } stale) return stale;
        return term.Move(to).Map(t => t.ToView());
    }
}
