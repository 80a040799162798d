using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.SecondStep;

namespace Lyceum.Identity.Registration;

/// <summary>The form of registering.</summary>
public sealed class RegisterEntry
{
    [Required] public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    [Required, EmailAddress] public string? Email { get; set; }
    [Required] public string? Password { get; set; }
}

/// <summary>The form of who may register.</summary>
public sealed class RegistrationEntry
{
    [Required] public RegistrationMode? Mode { get; set; }
}

/// <summary>The form of who has to have a second step.</summary>
public sealed class SecondStepEntry
{
    [Required] public SecondStepFor? AskedOf { get; set; }
}

/// <summary>The form that asks for a new password.</summary>
public sealed class ForgottenEntry
{
    [Required, EmailAddress] public string? Email { get; set; }
}

/// <summary>The form that sets it.</summary>
public sealed class NewPasswordEntry
{
    [Required] public string? NewPassword { get; set; }
}
