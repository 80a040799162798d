using Lyceum.Platform;

namespace Lyceum.Learning.Outlines;

/// <summary>Why an outline cannot be changed so.</summary>
public static class OutlineErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("learning.outline.not_found");
    public static readonly Refusal UnknownKind = Refusal.Invalid(new FieldError("kind", "learning.outline.unknown_kind"));
    public static readonly Refusal UnitHasLessons = Refusal.Conflict("learning.outline.unit_has_lessons");
    public static readonly Refusal LessonInUse = Refusal.Conflict("learning.outline.lesson_in_use");
    public static readonly Refusal HrefNotWeb = Refusal.Invalid(new FieldError("href", "learning.outline.href_not_web"));
    public static readonly Refusal UnknownFile = Refusal.Invalid(new FieldError("fileId", "learning.outline.unknown_file"));

    /// <summary>Something a learner needs is not there yet; the code of the field says what.</summary>
    public static Refusal NotReady(params IEnumerable<string> missing) => Refusal.Invalid([.. missing.Select(m => new FieldError("lesson", m))]);
}
