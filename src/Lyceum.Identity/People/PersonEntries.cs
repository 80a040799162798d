using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;

namespace Lyceum.Identity.People;

/// <summary>The form of a new person.</summary>
public sealed class NewPersonEntry
{
    public string? Key { get; set; }
    [Required] public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    public string? LatinName { get; set; }
    [Required] public string? Language { get; set; }
    [EmailAddress] public string? Email { get; set; }
}

/// <summary>The form that gives a role.</summary>
public sealed class RoleEntry
{
    [Required] public string? Role { get; set; }
    public DateOnly? Until { get; set; }
    public string? Reason { get; set; }
}

/// <summary>The form that gives a permission.</summary>
public sealed class GrantEntry
{
    [Required] public string? Permission { get; set; }
    [Required] public Reach? Reach { get; set; }
    [Required] public DateOnly? Until { get; set; }
    [Required] public string? Reason { get; set; }
}

/// <summary>The form of what an administrator does with an account.</summary>
public sealed class AccountActEntry
{
    [EmailAddress] public string? Email { get; set; }
    public string? Reason { get; set; }
}
