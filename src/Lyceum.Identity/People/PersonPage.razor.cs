using Lyceum.Identity.Accounts;
using Lyceum.Identity.Acting;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.People;

/// <summary>One person for who administers people: account, roles, grants, sessions.</summary>
public sealed partial class PersonPage
{
    private EditContext roleForm = null!, grantForm = null!, accountForm = null!;
    private string? refusal, roleRefusal, grantRefusal, accountRefusal;
    private PersonView? person;
    private IReadOnlyList<SessionView> sessions = [];
    private IReadOnlyList<ActingView> acted = [];
    private IReadOnlyList<Choice> roles = [], permissions = [], reaches = [];
    private bool mayAssign;
    private DateTimeOffset now;

    [Parameter] public Guid Id { get; set; }
    [CascadingParameter] public HttpContext Http { get; set; } = null!;
    [SupplyParameterFromQuery] public string? Done { get; set; }
    [SupplyParameterFromForm(FormName = "role")] public RoleEntry? RoleModel { get; set; }
    [SupplyParameterFromForm(FormName = "grant")] public GrantEntry? GrantModel { get; set; }
    [SupplyParameterFromForm(FormName = "account")] public AccountActEntry? AccountModel { get; set; }
    [Inject] private House House { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        now = Clock.GetUtcNow();
        roleForm = new EditContext(RoleModel ??= new RoleEntry());
        grantForm = new EditContext(GrantModel ??= new GrantEntry { Reach = Reach.All });
        accountForm = new EditContext(AccountModel ??= new AccountActEntry());
        var found = await PersonQueries.Find(Id, Db, Call, Http.RequestAborted);
        if (!found.Ok)
        {
            Http.Response.StatusCode = found.Refusal.Status;
            return;
        }
        person = found.Value;
        if (Call.Actor.May(IdentityPermissions.ManageAccounts))
        {
            sessions = (await SessionQueries.Of(Id, Db, Call, Settings, Clock, Http.RequestAborted)).Value.Items;
            acted = (await ActingQueries.Of(Id, Db, Clock, Http.RequestAborted)).Value.Items;
        }
        mayAssign = Call.Actor.May(IdentityPermissions.AssignRoles) && Id != Call.Actor.PersonId && Call.Actor.ActingId is null;
        if (!mayAssign) return;
        var list = (await RoleQueries.List(Db, House, Clock, Http.RequestAborted)).Value;
        roles = [.. list.Items.Where(r => !r.Archived).Select(r => new Choice(r.Key, r.Name?.In(T.Language) ?? T["identity.roles." + r.Key]))];
        permissions = [.. list.Permissions.Order(StringComparer.Ordinal).Select(p => new Choice(p, T.Permission(p)))];
        reaches = [.. Enum.GetValues<Reach>().Select(r => new Choice(r.ToString(), T["identity.reach." + r.ToString().ToLowerInvariant()]))];
    }

    private void Wrong() => Http.Response.StatusCode = 422;

    private async Task GiveRole()
    {
        if (NoLastDay(roleForm, RoleModel!.Until)) return;
        roleRefusal = After(roleForm, "role_given",
            await Door.Run(new GiveRole(Id, RoleModel.Role!, null, EndOf(RoleModel.Until), Blank(RoleModel.Reason)), GivingRoles.Handle, Http.RequestAborted));
    }

    private async Task GiveGrant()
    {
        if (NoLastDay(grantForm, GrantModel!.Until)) return;
        grantRefusal = After(grantForm, "permission_given",
            await Door.Run(new GivePermission(Id, GrantModel.Permission!, GrantModel.Reach!.Value, EndOf(GrantModel.Until)!.Value, GrantModel.Reason!), GivingPermissions.Handle, Http.RequestAborted));
    }

    private async Task EndRole(Guid assignment) => refusal = After(roleForm, "role_ended", await Door.Run(new EndRole(Id, assignment), GivingRoles.Handle, Http.RequestAborted));

    private async Task EndGrant(Guid grant) => refusal = After(grantForm, "permission_ended", await Door.Run(new EndPermission(Id, grant), GivingPermissions.Handle, Http.RequestAborted));

    private async Task EndSession(Guid session) => refusal = After(accountForm, "session_ended", await Door.Run(new EndSessionOf(Id, session), EndingSessions.Handle, Http.RequestAborted));

    private async Task EndSessions() => refusal = After(accountForm, "sessions_ended", await Door.Run(new EndSessionsOf(Id), EndingSessions.Handle, Http.RequestAborted));

    private async Task Account()
    {
        var reason = AccountModel!.Reason ?? "";
        accountRefusal = (await Http.Request.ReadFormAsync(Http.RequestAborted))["act"].ToString() switch
        {
            "invite" => After(accountForm, "invited", await Door.Run(new InvitePerson(Id, Blank(AccountModel.Email)), ManagingAccounts.Handle, Http.RequestAborted)),
            "enable" => After(accountForm, "enabled", await Door.Run(new EnableAccount(Id), ManagingAccounts.Handle, Http.RequestAborted)),
            "second-step" => After(accountForm, "second_step_reset", await Door.Run(new ResetSecondStep(Id, reason), ManagingAccounts.Handle, Http.RequestAborted)),
            _ => After(accountForm, "disabled", await Door.Run(new DisableAccount(Id, reason), ManagingAccounts.Handle, Http.RequestAborted)),
        };
    }

    private string? After<T1>(EditContext form, string done, Result<T1> result) where T1 : notnull
    {
        if (!result.Ok) return form.Show(result.Refusal, Http, T);
        Navigation.NavigateTo($"/admin/people/{Id}?done={done}");
        return null;
    }

    // No day comes after the calendar's last.
    private bool NoLastDay(EditContext form, DateOnly? day)
    {
        if (day is not { Year: 9999 }) return false;
        new ValidationMessageStore(form).Add(form.Field("Until"), "ui.error.unreadable");
        form.NotifyValidationStateChanged();
        Wrong();
        return true;
    }

    // A day given as the last one counts whole, in the reader's zone.
    private DateTimeOffset? EndOf(DateOnly? day)
    {
        if (day is not { } last) return null;
        var midnight = last.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Shell.Of(Http).Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
