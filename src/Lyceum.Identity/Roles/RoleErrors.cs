using Lyceum.Platform;

namespace Lyceum.Identity.Roles;

/// <summary>What can be refused about roles and grants.</summary>
public static class RoleErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.role.not_found");
    public static readonly Refusal AssignmentNotFound = Refusal.NotFound("identity.role.assignment_not_found");
    public static readonly Refusal GrantNotFound = Refusal.NotFound("identity.grant.not_found");
    public static readonly Refusal HeldAlready = Refusal.Conflict("identity.role.held_already");
    public static readonly Refusal Own = Refusal.Conflict("identity.role.own");
    public static readonly Refusal LastAdministrator = Refusal.Conflict("identity.role.last_administrator");
    public static readonly Refusal KeyTaken = Refusal.Conflict("identity.role.key_taken");
    public static readonly Refusal UnknownRole = Refusal.Invalid([new FieldError("role", "identity.role.unknown")]);
    public static readonly Refusal UnknownPermission = Refusal.Invalid([new FieldError("permission", "identity.role.unknown_permission")]);
    public static readonly Refusal UntilPast = Refusal.Invalid([new FieldError("until", "identity.role.until_past")]);
    public static readonly Refusal UntilFar = Refusal.Invalid([new FieldError("until", "identity.role.until_far")]);
}
