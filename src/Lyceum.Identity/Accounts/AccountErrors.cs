using Lyceum.Platform;

namespace Lyceum.Identity.Accounts;

/// <summary>What can be refused about an account.</summary>
public static class AccountErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.account.not_found");
    public static readonly Refusal EmailTaken = Refusal.Conflict("identity.account.email_taken");
    public static readonly Refusal HasAccount = Refusal.Conflict("identity.account.exists");
    public static readonly Refusal AlreadyDisabled = Refusal.Conflict("identity.account.disabled_already");
    public static readonly Refusal NotDisabled = Refusal.Conflict("identity.account.not_disabled");
    public static readonly Refusal NotYourself = Refusal.Conflict("identity.account.not_yourself");
    public static readonly Refusal WrongPassword = Refusal.Invalid([new FieldError("currentPassword", "identity.account.wrong_password")]);
    public static readonly Refusal SignInAgain = Refusal.NotAllowed("identity.account.sign_in_again");

    /// <summary>A password rule, on the field the password stood in.</summary>
    public static Refusal Password(string field, string code, params (string Name, object? Value)[] args) => Refusal.Invalid([new FieldError(field, code, args)]);
}
