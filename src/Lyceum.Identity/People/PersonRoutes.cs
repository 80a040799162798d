using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity.People;

/// <summary>A person to add; with an address they can be invited later.</summary>
public sealed record NewPerson(string GivenName, string FamilyName, string Language, string? DisplayName = null, string? LatinName = null, string? Zone = null, string? About = null, string? Email = null);

/// <summary>The address to invite; needed when the person has no account yet.</summary>
public sealed record Invitation(string? Email = null);

/// <summary>Why an account is closed or its second step taken away.</summary>
public sealed record WithReason(string Reason);

/// <summary>A role to give.</summary>
public sealed record NewAssignment(string Role, DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Reason = null);

/// <summary>A permission to give.</summary>
public sealed record NewGrant(string Permission, Reach Reach, DateTimeOffset Until, string Reason);

internal static class PersonRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People");
        people.MapGet("/", PersonQueries.List).Requires(ReadPeople);
        people.MapPost("/", async (NewPerson b, Door door) =>
        {
            var made = await door.Run(new CreatePerson(b.GivenName, b.FamilyName, b.Language, b.DisplayName, b.LatinName, b.Zone, b.About, b.Email is null ? null : new NewAccount(b.Email)), CreatingPeople.Handle);
            return made.Ok ? made.Created($"/api/v1/people/{made.Value.Id}") : made;
        }).Does<CreatePerson>();

        var person = people.MapGroup("/{id:guid}");
        person.MapGet("/", PersonQueries.Find).Requires(ReadPeople);
        person.MapPut("/", (Guid id, ChangeProfile body, Door door) => door.Run(new ChangePerson(id, body), ChangingPeople.Handle)).Does<ChangePerson>();
        person.MapGet("/avatar", AvatarQueries.Of).Requires(ReadPeople);
        person.MapPost("/invitation", (Guid id, Invitation body, Door door) => door.Run(new InvitePerson(id, body.Email), ManagingAccounts.Handle)).Does<InvitePerson>();
        person.MapPost("/disabling", (Guid id, WithReason body, Door door) => door.Run(new DisableAccount(id, body.Reason), ManagingAccounts.Handle)).Does<DisableAccount>();
        person.MapPost("/enabling", (Guid id, Door door) => door.Run(new EnableAccount(id), ManagingAccounts.Handle)).Does<EnableAccount>();
        person.MapPost("/second-step-reset", (Guid id, WithReason body, Door door) => door.Run(new ResetSecondStep(id, body.Reason), ManagingAccounts.Handle)).Does<ResetSecondStep>();
        person.MapGet("/sessions", SessionQueries.Of).Requires(ManageAccounts);
        person.MapDelete("/sessions", (Guid id, Door door) => door.Run(new EndSessionsOf(id), EndingSessions.Handle)).Does<EndSessionsOf>();
        person.MapDelete("/sessions/{session:guid}", (Guid id, Guid session, Door door) => door.Run(new EndSessionOf(id, session), EndingSessions.Handle)).Does<EndSessionOf>();

        person.MapGet("/roles", RoleQueries.Of).Requires(ReadRoles);
        person.MapPost("/roles", (Guid id, NewAssignment b, Door door) => door.Run(new GiveRole(id, b.Role, b.From, b.Until, b.Reason), GivingRoles.Handle)).Does<GiveRole>();
        person.MapDelete("/roles/{assignment:guid}", (Guid id, Guid assignment, Door door) => door.Run(new EndRole(id, assignment), GivingRoles.Handle)).Does<EndRole>();
        person.MapPost("/grants", (Guid id, NewGrant b, Door door) => door.Run(new GivePermission(id, b.Permission, b.Reach, b.Until, b.Reason), GivingPermissions.Handle)).Does<GivePermission>();
        person.MapDelete("/grants/{grant:guid}", (Guid id, Guid grant, Door door) => door.Run(new EndPermission(id, grant), GivingPermissions.Handle)).Does<EndPermission>();
    }
}
