using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>
/// A form that a page draws and answers itself (<c>_handler</c>), with the fields that make it do its work; what is not named is sent as the page filled it in. <c>$kind</c> is something of
/// <see cref="Things"/>, also in the handler, where pages write an id without its lines.
/// </summary>
/// <param name="Page">The page's pattern, with the query that draws the form.</param>
/// <param name="Handler">The form's name.</param>
/// <param name="Fields">Fields and values, as an address writes them.</param>
internal sealed record Posts(string Page, string Handler, string Fields = "")
{
    /// <summary>The part of the page that holds the form, where it is not the page itself.</summary>
    public string? Part { get; init; }

    /// <summary>What the act asks for beyond the page.</summary>
    public string? Permission { get; init; }

    /// <summary>Kinds for the parameters instead of those of <see cref="Objects"/>, when the act is allowed.</summary>
    public string? Kinds { get; init; }

    /// <summary>A thing that has to be there before the page draws the form.</summary>
    public string? Needs { get; init; }

    /// <summary>The act uses up what stands for good: it gets things of its own.</summary>
    public bool Fresh { get; init; }

    /// <summary>The act changes how one signs in: it is done by somebody made for it.</summary>
    public bool Alone { get; init; }

    /// <summary>Nobody does this to themselves: the page has no such form for its own reader.</summary>
    public bool NeverMine { get; init; }

    /// <summary>Whoever does this has not signed in yet.</summary>
    public bool Visiting { get; init; }

    /// <summary>That it was refused is written down, or what was entered is kept for the next try.</summary>
    public bool Records { get; init; }

    /// <summary>A cookie without which the page does not draw the form.</summary>
    public string? Cookie { get; init; }

    /// <summary>Why the act cannot succeed here; another test does. The page is open to all, so no role is left out.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>What shows that it was done, where no audit row does: <c>$kind</c> as above.</summary>
    public string? Proof { get; init; }

    /// <summary>Forms that change the same thing are of one series, and are sent one after the other.</summary>
    public string Series { get => field ?? Pattern; init; }

    public string Pattern => Page.Split('?')[0];

    /// <summary>Whether a thing of somebody else can stand in it.</summary>
    public bool HasThing => Pattern.Contains('{', StringComparison.Ordinal) || Handler.Contains('$', StringComparison.Ordinal) || Names("notification");

    public string Say(string what) => $"{Page} {Handler}{(Fields.Length == 0 ? "" : " (" + Fields + ")")}: {what}";

    private bool Names(string kind) => Fields.Contains("$" + kind, StringComparison.Ordinal);

    private const string NewPassword = "nine green bottles hanging";
    private const string Term = "Model.Code=$newSlug&Model.NameEn=Term&Model.StartsOn=2027-01-10&Model.EndsOn=2027-05-10&Model.Opens=2026-12-01T00:00&Model.Closes=2027-01-09T00:00";
    private const string Person = "/admin/people/{Id:guid}";
    private const string Quiz = "/courses/{Course}/edit/quizzes/{LessonId:guid}";

    private static string Step(string name) => $"SELECT count(*) FROM platform.setup_steps WHERE step = '{name}' AND state = 'done'";

    /// <summary>Every form of every page. One that is not here fails the test.</summary>
    public static readonly IReadOnlyList<Posts> Table =
    [
        new("/sign-in", "sign-in", "Model.Email=$email&Model.Password=$password") { Visiting = true, Records = true },
        new("/sign-in/code", "code", "Model.Code=123456") { Cookie = "lyceum-code=nobodys", Elsewhere = "a code fits one challenge: SecondStepTests" },
        new("/register", "register", $"Model.GivenName=Ada&Model.Email=$newEmail&Model.Password={NewPassword}"),
        new("/verify-email", "code", "Model.Code=123456") { Elsewhere = "the code is in the mail: RegistrationTests" },
        new("/verify-email?token=x", "link") { Elsewhere = "the link is in the mail: RegistrationTests" },
        new("/forgot-password", "forgot", "Model.Email=$email") { Proof = "SELECT count(*) FROM platform.jobs WHERE kind = 'identity.send_reset' AND payload->>'email' = '$email'" },
        new("/reset-password?token=x", "reset", $"Model.NewPassword={NewPassword}") { Elsewhere = "the link is in the mail: RegistrationTests" },
        new("/setup?token=x", "setup", $"Model.Name=Ada Wong&Model.Email=$newEmail&Model.Password={NewPassword}&Model.School=School&Model.Zone=UTC") { Elsewhere = "the link works once, in an empty school: SetupTests" },

        new("/account", "profile", "Model.About=$newCode"),
        new("/account", "picture") { Elsewhere = "a form with a file: AvatarTests" },
        new("/account", "picture-remove") { Needs = "picture", Fresh = true },
        new("/account/security", "end-others") { Alone = true, Needs = "session" },
        new("/account/security", "step", "StepModel.CurrentPassword=$password&act=on") { Alone = true },
        new("/account/security", "step", "StepModel.CurrentPassword=$guardedSelf&act=codes") { Alone = true },
        new("/account/security", "step", "StepModel.CurrentPassword=$guardedSelf&act=off") { Alone = true },
        new("/account/security", "confirm", "ConfirmModel.Code=$totp") { Alone = true },
        new("/account/security", "password", $"PasswordModel.CurrentPassword=$password&PasswordModel.NewPassword={NewPassword}") { Alone = true },
        new("/account/security", "end-$session") { Part = "SessionRows" },
        new("/account/passkeys/{Id:guid}", "passkey-name", "NameModel.Name=$newCode"),
        new("/account/passkeys/{Id:guid}", "passkey-remove", "RemoveModel.CurrentPassword=$password") { Alone = true },
        new("/account/identities/{Id:guid}", "identity-unlink", "Model.CurrentPassword=$password") { Alone = true },
        new("/account/second-step", "begin", "Model.CurrentPassword=$password") { Alone = true },
        new("/account/second-step", "confirm", "ConfirmModel.Code=$totp") { Alone = true },
        new("/account/tokens", "token", "Model.Name=Mine&Model.Days=30"),
        new("/account/tokens", "revoke-$token"),

        new("/admin/people/new", "person", "Model.GivenName=Ada&Model.Email=$newEmail"),
        new(Person, "role", "RoleModel.Role=guardian") { Permission = IdentityPermissions.AssignRoles, NeverMine = true, Fresh = true },
        new(Person, "grant", "GrantModel.Permission=platform.audit.read&GrantModel.Until=2026-10-01&GrantModel.Reason=Cover") { Permission = IdentityPermissions.AssignRoles, NeverMine = true },
        new(Person, "account", "AccountModel.Email=$newEmail&act=invite") { Permission = IdentityPermissions.ManageAccounts, NeverMine = true, Kinds = "Id=guest", Fresh = true },
        new(Person, "account", "AccountModel.Reason=Left&act=disable") { Permission = IdentityPermissions.ManageAccounts, NeverMine = true, Kinds = "Id=member", Fresh = true },
        new(Person, "account", "act=enable") { Permission = IdentityPermissions.ManageAccounts, NeverMine = true, Kinds = "Id=closed", Fresh = true },
        new(Person, "account", "AccountModel.Reason=Lost&act=second-step") { Permission = IdentityPermissions.ManageAccounts, NeverMine = true, Kinds = "Id=guarded", Fresh = true },
        new(Person, "end-$session") { Part = "SessionRows", Permission = IdentityPermissions.ManageAccounts, Alone = true },
        new(Person, "act-for", "ActModel.Reason=Their quiz is not shown.") { Part = "ActForCard", Permission = IdentityPermissions.Impersonate, NeverMine = true, Alone = true, Elsewhere = "whoever does it is somebody else afterwards: ActingEndTests" },
        // Last of this page, since one's own session is among those it ends.
        new(Person, "end-sessions") { Permission = IdentityPermissions.ManageAccounts, Needs = "session", Alone = true },
        new(Person, "role-$assignment") { Part = "PersonRights", Permission = IdentityPermissions.AssignRoles, NeverMine = true, Fresh = true },
        new(Person, "grant-$grant") { Part = "PersonRights", Permission = IdentityPermissions.AssignRoles, NeverMine = true, Fresh = true },
        new("/admin/roles/new", "role-edit", "Model.Key=$newKey&Model.NameEn=New"),
        new("/admin/roles/{Key}", "role-edit", "Model.NameEn=$newCode") { Permission = IdentityPermissions.EditRoles },
        new("/admin/roles/{Key}", "role-edit", "act=archive") { Permission = IdentityPermissions.EditRoles, Fresh = true },
        new("/admin/sign-in-provider", "provider", "Model.Issuer=https://login.example&Model.ClientId=$newCode&Model.NameEn=School account"),
        new("/admin/sign-in-provider", "provider-test") { Needs = "provider", Elsewhere = "a provider has to answer: ProviderSettingsTests" },
        new("/admin/settings/{Group}", "group", "Model.Rows[1].Words=$newNumber") { Permission = PlatformPermissions.ChangeSettings },
        new("/admin/settings/{Group}/{Key}", "history", "Undo=$settingChange") { Permission = PlatformPermissions.ChangeSettings, Needs = "settingChange", Fresh = true, Series = "/admin/settings/{Group}" },

        new("/admin/setup/institution", "institution", "Model.Address=$newCode"),
        new("/admin/setup/campus", "campus", "Model.Code=$newSlug&Model.NameEn=Annex"),
        new("/admin/setup/zone", "zone", "Model.Zone=Europe/Athens") { Proof = Step("zone") },
        new("/admin/setup/languages", "languages", "Model.First=en") { Proof = Step("languages") },
        new("/admin/setup/term", "first-term", Term),
        new("/admin/setup/mail", "mail", "Model.Rows[1].Words=587") { Records = true, Elsewhere = "a mail server has to answer: SetupMailTests" },
        new("/admin/setup/mail", "mail-code", "CodeModel.Code=ABCDEF") { Elsewhere = "the code is in the mail: SetupMailTests" },
        new("/admin/setup/sign-in", "sign-in-policy", "Model.Rows[0].Words=open") { Proof = Step("sign-in") },
        new("/admin/setup/backups", "backups", "Model.Rows[0].Words=/var/tmp") { Proof = Step("backups") },

        new("/notifications", "read-all") { Needs = "notification", Fresh = true, Proof = "SELECT count(*) FROM platform.notifications WHERE id = '$notification' AND read_at IS NOT NULL" },
        new("/notifications", "read", "Id=$notification") { Fresh = true, Proof = "SELECT count(*) FROM platform.notifications WHERE id = '$notification' AND read_at IS NOT NULL" },
        new("/ops/jobs", "jobs", "Retry=$job") { Fresh = true },
        new("/ops/jobs", "jobs", "Discard=$job") { Fresh = true },
        new("/verify/{Serial}/revoke", "revoke", "Input.Reason=Issued to the wrong person.") { Fresh = true },
        new("/admin/audit", "prove"),

        new("/admin/courses/new", "course", "Model.Code=$newCode&Model.TitleEn=Course&Model.Category=Testing"),
        new("/admin/courses/{Slug}", "course", "Model.SummaryEn=$newCode"),
        new("/admin/courses/{Slug}/copy", "copy", "Model.Code=$newCode&Model.TitleEn=Copy $newCode"),
        new("/admin/courses/{Course}/sections/new", "section", "Model.Code=$newSlug&Model.TermId=$term"),
        new("/admin/courses/{Course}/sections/{Section}", "section", "Model.Capacity=$newNumber"),
        new("/admin/settings", "settings", "Model.Address=$newCode"),
        new("/admin/settings/campuses/new", "campus", "Model.Code=$newSlug&Model.NameEn=Annex"),
        new("/admin/settings/campuses/{Id:guid}", "campus", "Model.Address=$newCode"),
        new("/admin/settings/categories", "categories", "Model.Rows[0].En=$newCode"),
        new("/admin/settings/statements", "statements", "Model.PrivacyEn=$newCode"),
        new("/terms/new", "term", Term),
        new("/terms/{Id:guid}", "term", Term),

        new("/courses/{Course}/edit/lessons/{Id:guid}", "lesson", "Model.Body=$newCode"),
        new(Quiz, "rules", "Rules.PassPercent=$newPercent"),
        new(Quiz + "?question=$question", "question", "Entry.Explanation=$newCode"),
        new(Quiz + "?add=true_false", "question", "Entry.Prompt=$newCode&Entry.Points=1&Entry.Answer=true"),
        new(Quiz + "?add=essay", "question", "Entry.Prompt=$newCode&Entry.Points=1.5&Entry.MinWords=20&Entry.Note=Look for reasons."),
        new("/teach/{Course}/{Section}/marking/{Id:guid}", "mark", "Model.Points=0.5&Model.Feedback=$newCode") { Fresh = true },
    ];
}
