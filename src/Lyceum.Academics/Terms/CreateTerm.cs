using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;

namespace Lyceum.Academics.Terms;

/// <summary>What a term says of itself. Instants are UTC; the window is enforced to the second.</summary>
public sealed record TermDetails(
    [Required, RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "academics.field.code")] string Code,
    [Required, Named(100)] LocalizedName Name,
    DateOnly StartsOn, DateOnly EndsOn, DateTimeOffset EnrolmentOpensAt, DateTimeOffset EnrolmentClosesAt)
{
    internal Refusal? Check() =>
        StartsOn >= EndsOn ? TermErrors.DatesOutOfOrder : EnrolmentOpensAt >= EnrolmentClosesAt ? TermErrors.WindowOutOfOrder : null;
}

/// <summary>Plans a term; it is opened later.</summary>
[Requires(AcademicsPermissions.ManageTerms)]
public sealed record CreateTerm([Required] TermDetails Term);

/// <summary>Carries out <see cref="CreateTerm"/>.</summary>
public static class CreatingTerms
{
    public static Task<Result<TermView>> Handle(CreateTerm command, Act act)
    {
        var given = command.Term;
        if (given.Check() is { } refusal) return Task.FromResult<Result<TermView>>(refusal);
        var term = new Term
        {
            Id = act.NewId(), Code = given.Code, Name = given.Name, StartsOn = given.StartsOn, EndsOn = given.EndsOn,
            EnrolmentOpensAt = given.EnrolmentOpensAt.ToUniversalTime(), EnrolmentClosesAt = given.EnrolmentClosesAt.ToUniversalTime(),
        };
        act.Db.Terms.Add(term);
        Result<TermView> made = term.ToView();
        return Task.FromResult(made.Created($"/api/v1/terms/{term.Id}"));
    }
}
