using Lyceum.Platform;

namespace Lyceum.Academics.Courses;

/// <summary>Why a course says no.</summary>
public static class CourseErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.course.not_found");
    public static readonly Refusal CodeTaken = Refusal.Conflict("academics.course.code_taken");
    public static readonly Refusal SlugTaken = Refusal.Conflict("academics.course.slug_taken");
    public static readonly Refusal NoSlug = Refusal.Invalid(new FieldError("slug", "academics.course.no_slug"));
    public static readonly Refusal Archived = Refusal.Conflict("academics.course.archived");
    public static readonly Refusal NotReady = Refusal.Invalid("academics.course.not_ready");
    public static readonly Refusal HasLearners = Refusal.Conflict("academics.course.has_learners");
    public static readonly Refusal NoPart = Refusal.Invalid(new FieldError("parts", "academics.course.no_part"));
    public static readonly Refusal PartAlone = Refusal.Invalid(new FieldError("parts", "academics.course.part_alone"));
    public static readonly Refusal NoProgramme = Refusal.Invalid(new FieldError("programmeId", "academics.course.no_programme"));
}
