using Lyceum.Academics;
using Lyceum.Assessment;
using Lyceum.Platform.Security;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>Whose thing stands in the address: one's own (enrolled there, taught, oneself) or somebody else's.</summary>
internal enum Whose
{
    Mine,
    Others,
}

/// <summary>What stands behind the parameters of the routes under one prefix: each parameter names a kind of <see cref="Things"/>.</summary>
/// <param name="Prefix">Beginning of the pattern; the longest one counts.</param>
/// <param name="Kinds">Parameter and kind, as <c>id=section course=course</c>.</param>
/// <param name="Others">The reach a permission needs for somebody else's thing.</param>
internal sealed record Objects(string Prefix, string Kinds, Reach Others = Reach.All)
{
    /// <summary>Another permission that shows somebody else's thing to those who look after them.</summary>
    public string? Also { get; init; }

    /// <summary>A kind a school that is no demo has none of: whoever asks is told that there is nothing (404).</summary>
    public const string None = "none";

    /// <summary>The things of every route that has parameters. A pattern under no prefix fails the test.</summary>
    public static readonly IReadOnlyList<Objects> Table =
    [
        new("/api/v1/people/{id:guid}", "id=person assignment=assignment grant=grant session=session"),
        new("/api/v1/me/tokens/{id:guid}", "id=token"),
        new("/api/v1/me/sessions/{id:guid}", "id=session"),
        new("/api/v1/me/passkeys/{id:guid}", "id=passkey"),
        new("/account/passkeys/{Id:guid}", "Id=passkey"),
        new("/api/v1/me/identities/{id:guid}", "id=identity"),
        new("/account/identities/{Id:guid}", "Id=identity"),
        new("/api/v1/roles/{key}", "key=role"),
        new("/api/v1/settings/{key}", "key=settingKey"),
        new("/api/v1/setup/steps/{step}", "step=setupStep"),
        new("/api/v1/campuses/{id:guid}", "id=campus"),
        new("/admin/settings/{Group}", "Group=settingGroup Key=settingKey"),
        new("/admin/settings/campuses/{Id:guid}", "Id=campus"),
        new("/api/v1/notifications/{id:guid}", "id=notification"),
        new("/api/v1/ops/jobs/{id:guid}", "id=job"),
        new("/api/v1/files/{id:guid}", "id=file"),
        new("/api/v1/audit/{id:guid}", "id=audit"),
        new("/api/v1/verify/{serial}", "serial=serial"),
        new("/api/v1/issued/{serial}", "serial=serial"),
        new("/api/v1/courses/{course}", "course=course section=code id=preview"),
        new("/api/v1/sections/{id:guid}", "id=section person=person"),
        new("/api/v1/sections/{id:guid}/enrolments", "id=section"),
        new("/api/v1/enrolments/{id:guid}", "id=enrolment") { Also = AcademicsPermissions.ReadRoster },
        new("/api/v1/terms/{id:guid}", "id=term"),
        new("/api/v1/certificates/{id:guid}", "id=certificate"),
        new("/api/v1/units/{id:guid}", "id=unit"),
        new("/api/v1/lessons/{id:guid}", "id=lesson"),
        new("/api/v1/lessons/{id:guid}/source", "id=master"),
        new("/api/v1/quizzes/{lessonId:guid}", "lessonId=quizLesson"),
        new("/api/v1/quizzes/{lessonId:guid}/source", "lessonId=quiz"),
        new("/api/v1/attempts/{id:guid}", "id=attempt questionId=attemptQuestion"),
        new("/api/v1/attempts/{id:guid}/result", "id=handedIn") { Also = AssessmentPermissions.ReadAttempts },
        new("/api/v1/marks/{id:guid}", "id=mark"),
        new("/api/v1/questions/{id:guid}", "id=question"),
        new("/catalogue/{slug}", "slug=course"),
        new("/catalogue/{slug}/enrol", "slug=course", Reach.Own),
        new("/catalogue/{slug}/wait", "slug=course", Reach.Own),
        new("/catalogue/{Slug}", "Slug=course"),
        new("/catalogue/{Course}/lessons/{Id:guid}", "Course=course Id=preview"),
        new("/admin/courses/{slug}", "slug=course"),
        new("/admin/courses/{Slug}", "Slug=course"),
        new("/admin/courses/{Course}", "Course=course Section=code"),
        new("/admin/people/{Id:guid}", "Id=person"),
        new("/admin/roles/{Key}", "Key=role"),
        new("/terms/{Id:guid}", "Id=term"),
        new("/teach/{course}/{section}/roster", "course=course section=code"),
        new("/teach/{course}/{section}/progress/certificates/{id:guid}", "course=course section=code id=certificate"),
        new("/teach/{course}/{section}/progress/enrolments/{id:guid}", "course=course section=code id=finished"),
        new("/teach/{Course}/{Section}", "Course=course Section=code"),
        new("/teach/{Course}/{Section}/marking/{Id:guid}", "Course=course Section=code Id=mark"),
        new("/courses/{course}/edit", "course=course"),
        new("/courses/{course}/edit/units/{id:guid}", "course=course id=unit"),
        new("/courses/{course}/edit/lessons/{id:guid}", "course=course id=draft"),
        new("/courses/{course}/edit/lessons/{id:guid}/picture", "course=course id=draft", Reach.Own),
        new("/courses/{course}/edit/quizzes/{lesson:guid}", "course=course lesson=quiz id=question"),
        new("/courses/{course}/{section}/lessons/{id:guid}", "course=course section=code id=lesson"),
        new("/courses/{course}/{section}/quizzes/{lesson:guid}", "course=course section=code lesson=quizLesson id=attempt"),
        new("/courses/{Course}", "Course=course Section=code"),
        new("/courses/{Course}/edit/lessons/{Id:guid}", "Course=course Id=master"),
        new("/courses/{Course}/edit/quizzes/{LessonId:guid}", "Course=course LessonId=quiz"),
        new("/courses/{Course}/{Section}/lessons/{Id:guid}", "Course=course Section=code Id=lesson"),
        new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}", "Course=course Section=code LessonId=quizLesson Id=attempt"),
        new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}/attempts/{Id:guid}/result", "Course=course Section=code LessonId=quizLesson Id=handedIn") { Also = AssessmentPermissions.ReadAttempts },
        new("/demo/mail/{Id:guid}", "Id=none"),
        new("/verify/{Serial}", "Serial=serial"),
        new("/docs/api/{Room}", "Room=apiRoom"),
        new("/api/{**rest}", "rest=none"),
    ];

    /// <summary>The things of this pattern, or null where the table does not know it.</summary>
    public static Objects? Of(string pattern) =>
        Table.Where(o => pattern == o.Prefix || pattern.StartsWith(o.Prefix + "/", StringComparison.Ordinal)).MaxBy(o => o.Prefix.Length);

    /// <summary>The kind behind a parameter; an unnamed one is a fault of the table.</summary>
    public static string KindOf(string kinds, string parameter) =>
        kinds.Split(' ').Select(k => k.Split('=')).SingleOrDefault(k => k[0] == parameter)?[1] ?? throw new InvalidOperationException($"No kind is named for {{{parameter}}} in “{kinds}”.");
}
