using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.Roles;

/// <summary>The form of a role; the reaches stand beside it, one field per permission.</summary>
public sealed class RoleForm
{
    public int? Version { get; set; }
    public string? Key { get; set; }
    public string? NameEn { get; set; }
    public string? NameEl { get; set; }
    public string? NameAr { get; set; }
}

/// <summary>What one role may: to look at for a built-in one, to change for one of the school's.</summary>
public sealed partial class RolePage
{
    private EditContext? form;
    private string? refusal;
    private RoleView? role;
    private bool missing, mayEdit;
    private IReadOnlyList<string> all = [];
    private IReadOnlyDictionary<string, Reach> held = new Dictionary<string, Reach>(StringComparer.Ordinal);

    [Parameter] public string? Key { get; set; }
    [CascadingParameter] public HttpContext Http { get; set; } = null!;
    [SupplyParameterFromQuery] public string? Done { get; set; }
    [SupplyParameterFromForm(FormName = "role-edit")] public RoleForm? Model { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var list = (await RoleQueries.List(Db, House, Clock, Http.RequestAborted)).Value;
        all = [.. list.Permissions.OrderBy(p => p.Split('.')[0], StringComparer.Ordinal)];
        role = Key is null ? null : list.Items.FirstOrDefault(r => r.Key == Key);
        mayEdit = Call.Actor.May(IdentityPermissions.EditRoles) && (role is null || (!role.BuiltIn && !role.Archived));
        missing = (Key is not null && role is null) || (Key is null && !mayEdit);
        if (missing) Http.Response.StatusCode = 404;
        if (role is not null) held = role.Permissions;
        Model ??= new RoleForm { Version = role?.Version, NameEn = role?.Name?.En, NameEl = role?.Name?.El, NameAr = role?.Name?.Ar };
        form = new EditContext(Model);
    }

    private async Task Save()
    {
        if (!mayEdit)
        {
            Http.Response.StatusCode = StatusCodes.Status403Forbidden;
            refusal = T[PlatformErrors.NotAllowed.Code];
            return;
        }
        var posted = await Http.Request.ReadFormAsync(Http.RequestAborted);
        var rights = all.Select(p => (Permission: p, Reach: posted["reach:" + p].ToString())).Where(p => p.Reach.Length > 0)
            .Select(p => new RoleRight(p.Permission, Enum.TryParse<Reach>(p.Reach, out var reach) ? reach : Reach.Own)).ToList();
        held = rights.ToDictionary(r => r.Permission, r => r.Reach, StringComparer.Ordinal);
        var name = new LocalizedName(Blank(Model!.NameEn), Blank(Model.NameEl), Blank(Model.NameAr));
        Call.ExpectedVersion = Model.Version;
        var key = role?.Key ?? Model.Key ?? "";
        var result = (role, posted["act"].ToString()) switch
        {
            (null, _) => await Door.Run(new CreateRole(key, name, rights), EditingRoles.Handle, Http.RequestAborted),
            (_, "archive") => await Door.Run(new ArchiveRole(key), EditingRoles.Handle, Http.RequestAborted),
            _ => await Door.Run(new ChangeRole(key, name, rights), EditingRoles.Handle, Http.RequestAborted),
        };
        if (!result.Ok) refusal = form!.Show(result.Refusal, Http, T);
        else Navigation.NavigateTo($"/admin/roles/{key}?done=1");
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
