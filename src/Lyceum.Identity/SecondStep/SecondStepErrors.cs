using Lyceum.Platform;

namespace Lyceum.Identity.SecondStep;

/// <summary>What can be refused about the second step.</summary>
public static class SecondStepErrors
{
    public static readonly Refusal AlreadyOn = Refusal.Conflict("identity.second_step.on_already");
    public static readonly Refusal NotOn = Refusal.Conflict("identity.second_step.not_on");
    public static readonly Refusal NotBegun = Refusal.Conflict("identity.second_step.not_begun");

    /// <summary>The school asks for a second step and this person has none: it is set up first, with <c>POST</c> and <c>PUT /api/v1/me/second-step</c>, by a passkey, or on the page.</summary>
    public static readonly Refusal Required = Refusal.NotAllowed("identity.second_step.required");
    public static readonly Refusal WrongCode = Refusal.Invalid([new FieldError("code", "identity.second_step.wrong_code")]);
}
