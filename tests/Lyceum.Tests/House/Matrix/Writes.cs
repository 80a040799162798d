using Lyceum.Platform.Security;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>
/// A body with which a writing route does its work: JSON where it begins with a brace, one picture where it is <c>@png</c>, a text file where it is <c>@txt</c>, else a form; <c>$kind</c> is
/// something of <see cref="Things"/>. What an act uses up names its own kinds, or is given a whole classroom of its own.
/// </summary>
internal sealed record Writes(string Route, string Body = "")
{
    /// <summary>Kinds for the parameters instead of those of <see cref="Objects"/>, when the act is allowed.</summary>
    public string? Kinds { get; init; }

    /// <summary>The act uses up what stands for good: it gets things of its own.</summary>
    public bool Fresh { get; init; }

    /// <summary>The act changes how one signs in: it is done by somebody made for it.</summary>
    public bool Alone { get; init; }

    /// <summary>The reach for somebody else's thing, where it is not that of the objects.</summary>
    public Reach? Others { get; init; }

    /// <summary>What whoever may is told about their own: nobody gives rights to themselves.</summary>
    public int? Mine { get; init; }

    /// <summary>Why no body here can succeed; another test does.</summary>
    public string? Elsewhere { get; init; }

    private const string Profile = """{"givenName":"Ada","familyName":"Wong","displayName":"Ada Wong","latinName":null,"language":"en","zone":null,"about":null}""";
    private const string Course = """{"code":"$newCode","language":"en","title":{"en":"Course $newCode"},"category":"Testing"}""";
    private const string Section = """{"code":"$code","capacity":4000}""";
    private const string Term = """{"code":"$newSlug","name":{"en":"Term"},"startsOn":"2027-01-10","endsOn":"2027-05-10","enrolmentOpensAt":"2026-12-01T00:00:00Z","enrolmentClosesAt":"2027-01-09T00:00:00Z"}""";
    private const string Question = """{"type":"true_false","prompt":"Is it?","points":1,"explanation":"","settings":{"answer":true}}""";
    private const string Password = """{"currentPassword":"$password"}""";
    private const string Reason = """{"reason":"Issued to the wrong person."}""";

    /// <summary>Every writing route. One that is not here fails the test.</summary>
    public static readonly IReadOnlyList<Writes> Table =
    [
        new("POST /api/v1/audit/proofs"),
        new("POST /api/v1/ops/mode", """{"mode":"normal"}"""),
        new("POST /api/v1/ops/jobs/{id:guid}/retry") { Fresh = true },
        new("POST /api/v1/ops/jobs/{id:guid}/discard") { Fresh = true },
        new("POST /api/v1/ops/files/moves", """{"to":"disk"}"""),
        new("POST /api/v1/notifications/{id:guid}/read"),
        new("POST /api/v1/notifications/read-all"),
        new("POST /api/v1/files", "@png"),
        new("POST /api/v1/issued/{serial}/revocation", Reason) { Fresh = true },

        new("POST /api/v1/auth/token", """{"email":"$anEmail","password":"$password"}"""),
        new("POST /api/v1/auth/token/refresh", """{"refresh_token":"$refresh"}""") { Fresh = true },
        new("POST /api/v1/auth/token/revoke", """{"token":"$refresh"}""") { Fresh = true },

        new("POST /api/v1/people", """{"givenName":"Ada","familyName":"Wong","language":"en","email":"$newEmail"}"""),
        new("PUT /api/v1/people/{id:guid}", Profile) { Fresh = true },
        new("POST /api/v1/people/{id:guid}/invitation", """{"email":"$newEmail"}""") { Kinds = "id=guest" },
        new("POST /api/v1/people/{id:guid}/disabling", """{"reason":"Left"}""") { Kinds = "id=member" },
        new("POST /api/v1/people/{id:guid}/enabling") { Kinds = "id=closed" },
        new("POST /api/v1/people/{id:guid}/second-step-reset", """{"reason":"Lost"}""") { Kinds = "id=guarded" },
        new("DELETE /api/v1/people/{id:guid}/sessions") { Kinds = "id=member" },
        new("DELETE /api/v1/people/{id:guid}/sessions/{session:guid}"),
        new("POST /api/v1/people/{id:guid}/roles", """{"role":"guardian"}""") { Fresh = true, Mine = 409 },
        new("DELETE /api/v1/people/{id:guid}/roles/{assignment:guid}") { Fresh = true, Alone = true, Mine = 409 },
        new("POST /api/v1/people/{id:guid}/grants", """{"permission":"platform.audit.read","reach":"all","until":"2026-10-01T00:00:00Z","reason":"Cover"}""") { Mine = 409 },
        new("DELETE /api/v1/people/{id:guid}/grants/{grant:guid}") { Fresh = true },
        new("POST /api/v1/people/{id:guid}/impersonation", """{"reason":"Their quiz is not shown."}""") { Elsewhere = "from a browser only: ActingTests" },
        new("DELETE /api/v1/me/impersonation"),
        new("PUT /api/v1/me", Profile),
        new("PUT /api/v1/me/avatar", "@png"),
        new("DELETE /api/v1/me/avatar"),
        new("PUT /api/v1/me/password", """{"currentPassword":"$password","newPassword":"nine green bottles hanging"}""") { Alone = true },
        new("DELETE /api/v1/me/sessions") { Alone = true },
        new("DELETE /api/v1/me/sessions/{id:guid}"),
        new("POST /api/v1/me/tokens", """{"name":"Mine"}"""),
        new("DELETE /api/v1/me/tokens/{id:guid}"),
        new("POST /api/v1/me/second-step", Password) { Alone = true },
        new("PUT /api/v1/me/second-step", """{"code":"$totp"}""") { Alone = true },
        new("POST /api/v1/me/second-step/removal", """{"currentPassword":"$secondStep"}""") { Alone = true },
        new("POST /api/v1/me/recovery-codes", """{"currentPassword":"$secondStep"}""") { Alone = true },
        new("POST /api/v1/me/passkeys/options", Password),
        new("POST /api/v1/me/passkeys", """{"challengeId":"$session","name":"Phone","credential":{"id":"x"}}""") { Elsewhere = "an authenticator has to answer: PasskeyTests" },
        new("PUT /api/v1/me/passkeys/{id:guid}", """{"name":"My phone"}"""),
        new("POST /api/v1/me/passkeys/{id:guid}/removal", Password) { Alone = true },
        new("POST /api/v1/me/identities/{id:guid}/removal", Password) { Alone = true },
        new("POST /api/v1/auth/passkeys/sign-in/options"),
        new("POST /api/v1/auth/passkeys/sign-in", "{}") { Elsewhere = "an authenticator has to answer: PasskeyTests" },
        new("POST /api/v1/auth/passkeys/second-step/options") { Elsewhere = "after a password only: PasskeyTests" },
        new("POST /api/v1/auth/passkeys/second-step", "{}") { Elsewhere = "an authenticator has to answer: PasskeyTests" },
        new("POST /api/v1/roles", """{"key":"$newKey","name":{"en":"New"},"permissions":[]}"""),
        new("PUT /api/v1/roles/{key}", """{"name":{"en":"New"},"permissions":[]}"""),
        new("DELETE /api/v1/roles/{key}") { Fresh = true },
        new("PUT /api/v1/settings/{key}", """{"value":$newNumber}"""),
        new("DELETE /api/v1/settings/{key}"),
        new("POST /api/v1/settings/{key}/undo", """{"change":$settingChange}""") { Fresh = true },
        new("PUT /api/v1/setup/steps/{step}", """{"state":"done"}"""),
        new("POST /api/v1/setup/finish"),
        new("POST /api/v1/setup/mail-test") { Elsewhere = "a mail server has to answer: SetupMailTests" },
        new("POST /api/v1/setup/backup-folder-test", """{"folder":"/var/tmp"}"""),
        new("PUT /api/v1/registration", """{"mode":"closed"}"""),
        new("PUT /api/v1/registration/sign-in-provider", """{"issuer":"https://login.example","clientId":"lyceum","clientSecret":"","name":{"en":"School account"}}"""),
        new("POST /api/v1/registration/sign-in-provider/test") { Elsewhere = "a provider has to answer: ProviderSettingsTests" },
        new("PUT /api/v1/registration/second-step", """{"askedOf":"nobody"}"""),

        new("POST /api/v1/courses", $$"""{"course":{{Course}}}"""),
        new("PUT /api/v1/courses/{course}", Course) { Fresh = true },
        new("POST /api/v1/courses/{course}/publication"),
        new("POST /api/v1/courses/{course}/withdrawal") { Fresh = true },
        new("POST /api/v1/courses/{course}/archiving") { Kinds = "course=vacantCourse", Fresh = true },
        new("POST /api/v1/courses/{course}/copies", """{"code":"$newCode","title":{"en":"Copy $newCode"}}"""),
        new("POST /api/v1/courses/{course}/return") { Kinds = "course=archivedCourse", Fresh = true },
        new("POST /api/v1/courses/{course}/sections", """{"section":{"code":"$newSlug"},"termId":"$term"}"""),
        new("PUT /api/v1/courses/{course}/certificate-rule", """{"isAwarded":true}"""),
        new("POST /api/v1/courses/{course}/units", """{"title":"New unit"}"""),
        new("POST /api/v1/courses/{course}/outline/sections"),
        new("POST /api/v1/sections/{id:guid}/outline"),
        new("PUT /api/v1/sections/{id:guid}", Section),
        new("POST /api/v1/sections/{id:guid}/opening"),
        new("POST /api/v1/sections/{id:guid}/closing") { Fresh = true },
        new("PUT /api/v1/sections/{id:guid}/teachers/{person:guid}", """{"duty":"instructor"}""") { Fresh = true },
        new("DELETE /api/v1/sections/{id:guid}/teachers/{person:guid}") { Fresh = true },
        new("POST /api/v1/sections/{id:guid}/enrolments", "{}") { Fresh = true, Others = Reach.Own },
        new("PUT /api/v1/institution", """{"name":{"en":"Asclepius College"},"shortName":"Asclepius","zone":"Europe/Athens","currency":"EUR"}"""),
        new("POST /api/v1/campuses", """{"code":"$newSlug","name":{"en":"Annex"}}"""),
        new("PUT /api/v1/campuses/{id:guid}", """{"code":"$newSlug","name":{"en":"Annex"}}""") { Fresh = true },
        new("PUT /api/v1/institution/categories", """{"categories":[{"category":"Testing","name":{"en":"Testing"}}]}"""),
        new("PUT /api/v1/institution/statements", """{"privacy":{"en":"Ask the office."}}"""),
        new("POST /api/v1/setup", """{"token":"x","name":"Ada Wong","email":"$newEmail","password":"a long walk by the sea","school":"School","zone":"UTC"}""") { Elsewhere = "the link works once, in an empty school: SetupTests" },
        new("POST /api/v1/terms", Term),
        new("PUT /api/v1/terms/{id:guid}", Term),
        new("POST /api/v1/terms/{id:guid}/opening"),
        new("POST /api/v1/terms/{id:guid}/closing") { Kinds = "id=openTerm", Fresh = true },
        new("POST /api/v1/enrolments/{id:guid}/drop") { Fresh = true },
        new("POST /api/v1/enrolments/{id:guid}/withdrawal") { Fresh = true },
        new("POST /api/v1/enrolments/{id:guid}/completion") { Fresh = true },
        new("POST /api/v1/enrolments/{id:guid}/certificate") { Kinds = "id=finished" },

        new("POST /api/v1/certificates/{id:guid}/revocation", Reason) { Fresh = true },
        new("PUT /api/v1/units/{id:guid}", """{"title":"Other"}"""),
        new("POST /api/v1/units/{id:guid}/move", """{"position":1}"""),
        new("DELETE /api/v1/units/{id:guid}") { Kinds = "id=emptyUnit", Fresh = true },
        new("POST /api/v1/units/{id:guid}/lessons", """{"kind":"text","title":"New"}"""),
        new("PUT /api/v1/lessons/{id:guid}", """{"title":"New","minutes":5,"body":"Text"}""") { Kinds = "id=master" },
        new("PUT /api/v1/lessons/{id:guid}/body", """{"body":"Text"}""") { Kinds = "id=master" },
        new("PUT /api/v1/lessons/{id:guid}/file", """{"fileId":null}""") { Kinds = "id=master" },
        new("POST /api/v1/lessons/{id:guid}/move", """{"unitId":"$unit","position":1}""") { Kinds = "id=master" },
        new("DELETE /api/v1/lessons/{id:guid}") { Kinds = "id=draft", Fresh = true },
        new("POST /api/v1/lessons/{id:guid}/publication") { Kinds = "id=master" },
        new("DELETE /api/v1/lessons/{id:guid}/publication") { Kinds = "id=master", Fresh = true },
        new("POST /api/v1/lessons/{id:guid}/completion", """{"seconds":1}"""),
        new("POST /api/v1/lessons/{id:guid}/study", """{"seconds":1,"position":10}"""),
        new("PUT /api/v1/quizzes/{lessonId:guid}", """{"kind":"practice","passPercent":50}""") { Kinds = "lessonId=quiz" },
        new("POST /api/v1/quizzes/{lessonId:guid}/questions", Question) { Kinds = "lessonId=quiz" },
        new("POST /api/v1/quizzes/{lessonId:guid}/attempts"),
        new("PUT /api/v1/attempts/{id:guid}/answers/{questionId:guid}", """{"sequence":1,"choice":"true"}""") { Fresh = true },
        new("POST /api/v1/attempts/{id:guid}/submission") { Fresh = true },
        new("PUT /api/v1/marks/{id:guid}", """{"points":0.5,"feedback":"Thin."}""") { Fresh = true },
        new("PUT /api/v1/questions/{id:guid}", Question),
        new("POST /api/v1/questions/{id:guid}/move", """{"position":1}"""),
        new("DELETE /api/v1/questions/{id:guid}") { Fresh = true },

        new("POST /sign-out") { Alone = true },
        new("POST /acting/end"),
        new("POST /preferences/language", "language=el&back=/"),
        new("POST /preferences/theme", "theme=dark&back=/"),
        new("POST /catalogue/{slug}/enrol", "section=$section") { Fresh = true },
        new("POST /catalogue/{slug}/wait", "section=$section") { Fresh = true },
        new("POST /catalogue/{slug}/drop", "enrolment=$enrolment") { Fresh = true },
        new("POST /admin/setup/skip", "step=term"),
        new("POST /admin/setup/finish"),
        new("POST /terms/open", "id=$term") { Fresh = true },
        new("POST /terms/close", "id=$openTerm") { Fresh = true },
        new("POST /admin/courses/{slug}/publish", "id=$courseId"),
        new("POST /admin/courses/{slug}/withdraw", "id=$courseId") { Fresh = true },
        new("POST /admin/courses/{slug}/archive", "id=$vacantCourseId") { Kinds = "slug=vacantCourse", Fresh = true },
        new("POST /admin/courses/{slug}/bring-back", "id=$archivedCourseId") { Kinds = "slug=archivedCourse", Fresh = true },
        new("POST /admin/courses/{slug}/section-opening", "id=$section"),
        new("POST /admin/courses/{slug}/section-closing", "id=$section") { Fresh = true },
        new("POST /teach/{course}/{section}/roster/withdraw", "enrolment=$enrolment") { Fresh = true },
        new("POST /teach/{course}/{section}/roster/complete", "enrolment=$enrolment") { Fresh = true },
        new("POST /courses/{course}/edit/units", "title=New"),
        new("POST /courses/{course}/edit/units/{id:guid}", "title=Other"),
        new("POST /courses/{course}/edit/units/{id:guid}/move", "position=1"),
        new("POST /courses/{course}/edit/units/{id:guid}/remove") { Kinds = "course=course id=emptyUnit", Fresh = true },
        new("POST /courses/{course}/edit/units/{id:guid}/lessons", "kind=text&title=New"),
        new("POST /courses/{course}/edit/lessons/move", "id=$draft&unit=$unit&position=0"),
        new("POST /courses/{course}/edit/lessons/{id:guid}/publish"),
        new("POST /courses/{course}/edit/lessons/{id:guid}/unpublish"),
        new("POST /courses/{course}/edit/lessons/{id:guid}/remove") { Fresh = true },
        new("POST /courses/{course}/edit/lessons/{id:guid}/file?purpose=document", "@txt"),
        new("POST /courses/{course}/edit/lessons/{id:guid}/picture", "@png"),
        new("POST /courses/{course}/edit/sections"),
        new("POST /courses/{course}/edit/certificate", "awarded=true"),
        new("POST /courses/{course}/edit/quizzes/{lesson:guid}/publish"),
        new("POST /courses/{course}/edit/quizzes/{lesson:guid}/unpublish") { Fresh = true },
        new("POST /courses/{course}/edit/quizzes/{lesson:guid}/move", "id=$question&position=0"),
        new("POST /courses/{course}/edit/quizzes/{lesson:guid}/questions/{id:guid}/remove") { Fresh = true },
        new("POST /courses/{course}/{section}/lessons/{id:guid}/done"),
        new("POST /courses/{course}/{section}/quizzes/{lesson:guid}/start"),
        new("POST /courses/{course}/{section}/quizzes/{lesson:guid}/attempts/{id:guid}/save", "$attemptQuestion.drawn=0&$attemptQuestion.choice=true") { Fresh = true },
        new("POST /courses/{course}/{section}/quizzes/{lesson:guid}/attempts/{id:guid}/hand-in", "$attemptQuestion.drawn=0&$attemptQuestion.choice=true") { Fresh = true },
        new("POST /teach/{course}/{section}/progress/certificates/{id:guid}/revoke", "reason=Issued to the wrong person.") { Fresh = true },
        new("POST /teach/{course}/{section}/progress/enrolments/{id:guid}/certificate"),
    ];

    private static readonly Dictionary<string, Writes> ByRoute = Table.ToDictionary(w => w.Route.Split('?')[0], StringComparer.Ordinal);

    /// <summary>The body for this route, or null where the table does not know it.</summary>
    public static Writes? Of(Route route) => ByRoute.GetValueOrDefault(route.Name);
}
