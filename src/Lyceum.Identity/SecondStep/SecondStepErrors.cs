using Lyceum.Platform;

namespace Lyceum.Identity.SecondStep;

/// <summary>What can be refused about the second step.</summary>
public static class SecondStepErrors
{
    public static readonly Refusal AlreadyOn = Refusal.Conflict("identity.second_step.on_already");
    public static readonly Refusal NotOn = Refusal.Conflict("identity.second_step.not_on");
    public static readonly Refusal NotBegun = Refusal.Conflict("identity.second_step.not_begun");
    public static readonly Refusal WrongCode = Refusal.Invalid([new FieldError("code", "identity.second_step.wrong_code")]);
}
