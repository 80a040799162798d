using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Terms;

/// <summary>Changes what a term says of itself. A closed term stays as it is.</summary>
[Requires(AcademicsPermissions.ManageTerms)]
public sealed record ChangeTerm(Guid TermId, [Required] TermDetails Term);

/// <summary>Carries out <see cref="ChangeTerm"/>.</summary>
public static class ChangingTerms
{
    public static async Task<Result<TermView>> Handle(ChangeTerm command, Act act)
    {
        var term = await act.Db.Terms.ForUpdate().SingleOrDefaultAsync(t => t.Id == command.TermId, act.Ct);
        if (term is null) return TermErrors.NotFound;
        if ((act.CheckVersion(term.Version) ?? command.Term.Check()) is { } refusal) return refusal;
        if (term.State == TermState.Closed) return TermErrors.Closed;
        var given = command.Term;
        (term.Code, term.Name, term.StartsOn, term.EndsOn) = (given.Code, given.Name, given.StartsOn, given.EndsOn);
        (term.EnrolmentOpensAt, term.EnrolmentClosesAt) = (given.EnrolmentOpensAt.ToUniversalTime(), given.EnrolmentClosesAt.ToUniversalTime());
        return term.ToView();
    }
}
