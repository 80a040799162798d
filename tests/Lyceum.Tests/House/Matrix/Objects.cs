using Lyceum.Platform.Security;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>Whose thing stands in the address: one's own (enrolled there, taught, oneself) or somebody else's.</summary>
internal enum Whose
{
    Mine,
    Others,
}

/// <summary>What stands behind the parameters of the routes under one prefix: each parameter names a kind of thing of <see cref="MatrixSchool"/>.</summary>
/// <param name="Prefix">Beginning of the pattern; the longest one counts.</param>
/// <param name="Kinds">Parameter and kind, as <c>id=section course=course</c>.</param>
/// <param name="Others">The reach a permission needs for somebody else's thing.</param>
internal sealed record Objects(string Prefix, string Kinds, Reach Others = Reach.All)
{
    /// <summary>A kind nothing is made of yet: whoever may ask is told that there is nothing (404), whoever may not is refused as always.</summary>
    public const string None = "none";

    /// <summary>The things of every route that has parameters. A pattern under no prefix fails the test.</summary>
    public static readonly IReadOnlyList<Objects> Table =
    [
        new("/api/v1/people/{id:guid}", "id=person assignment=none grant=none"),
        new("/api/v1/me/tokens/{id:guid}", "id=none"),
        new("/api/v1/me/sessions/{id:guid}", "id=none"),
        new("/api/v1/roles/{key}", "key=none"),
        new("/api/v1/notifications/{id:guid}", "id=none"),
        new("/api/v1/ops/jobs/{id:guid}", "id=none"),
        new("/api/v1/files/{id:guid}", "id=none"),
        new("/api/v1/audit/{id:guid}", "id=none"),
        new("/api/v1/verify/{serial}", "serial=none"),
        new("/api/v1/issued/{serial}", "serial=none"),
        new("/api/v1/courses/{id:guid}", "id=courseId"),
        new("/api/v1/courses/{slug}", "slug=course"),
        new("/api/v1/courses/{course}", "course=course section=code id=none"),
        new("/api/v1/sections/{id:guid}", "id=section person=person"),
        new("/api/v1/enrolments/{id:guid}", "id=enrolment"),
        new("/api/v1/terms/{id:guid}", "id=term"),
        new("/api/v1/certificates/{id:guid}", "id=none"),
        new("/api/v1/units/{id:guid}", "id=unit"),
        new("/api/v1/lessons/{id:guid}", "id=lesson"),
        new("/api/v1/lessons/{id:guid}/source", "id=master"),
        new("/api/v1/quizzes/{lessonId:guid}", "lessonId=none"),
        new("/api/v1/attempts/{id:guid}", "id=none questionId=none"),
        new("/api/v1/questions/{id:guid}", "id=none"),
        new("/catalogue/{slug}", "slug=course"),
        new("/catalogue/{Slug}", "Slug=course"),
        new("/catalogue/{Course}/lessons/{Id:guid}", "Course=course Id=none"),
        new("/admin/courses/{slug}", "slug=course"),
        new("/admin/courses/{Slug}", "Slug=course"),
        new("/admin/courses/{Course}", "Course=course Section=code"),
        new("/admin/people/{Id:guid}", "Id=person"),
        new("/admin/roles/{Key}", "Key=none"),
        new("/terms/{Id:guid}", "Id=term"),
        new("/teach/{course}/{section}", "course=course section=code id=none"),
        new("/teach/{Course}/{Section}", "Course=course Section=code"),
        new("/courses/{course}", "course=course section=code id=none lesson=none"),
        new("/courses/{Course}", "Course=course Section=code"),
        new("/courses/{Course}/edit/lessons/{Id:guid}", "Course=course Id=master"),
        new("/courses/{Course}/edit/quizzes/{LessonId:guid}", "Course=course LessonId=none"),
        new("/courses/{Course}/{Section}/lessons/{Id:guid}", "Course=course Section=code Id=lesson"),
        new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}", "Course=course Section=code LessonId=none Id=none"),
        new("/demo/mail/{Id:guid}", "Id=none"),
        new("/verify/{Serial}", "Serial=none"),
        new("/api/{**rest}", "rest=none"),
    ];

    /// <summary>The things of this pattern, or null where the table does not know it.</summary>
    public static Objects? Of(string pattern) =>
        Table.Where(o => pattern == o.Prefix || pattern.StartsWith(o.Prefix + "/", StringComparison.Ordinal)).MaxBy(o => o.Prefix.Length);

    /// <summary>The kind behind a parameter; an unnamed one is a fault of the table.</summary>
    public string KindOf(string parameter) =>
        Kinds.Split(' ').Select(k => k.Split('=')).SingleOrDefault(k => k[0] == parameter)?[1] ?? throw new InvalidOperationException($"The table of objects names no kind for {{{parameter}}} of {Prefix}.");
}
