namespace Lyceum.Academics;

/// <summary>Academics' permissions. Reach: own = one's own enrolments, taught = sections one teaches, all = the school.</summary>
public static class AcademicsPermissions
{
    /// <summary>See courses one is enrolled in, and enrol oneself.</summary>
    public const string Enrol = "academics.enrolment.create";

    /// <summary>See who is enrolled.</summary>
    public const string ReadRoster = "academics.roster.read";

    /// <summary>Enrol and withdraw other people.</summary>
    public const string ManageEnrolments = "academics.enrolment.manage";

    /// <summary>Say that somebody has finished a section; Learning's jobs hold it when their rule is met.</summary>
    public const string CompleteEnrolments = "academics.enrolment.complete";

    /// <summary>Create courses and change what they say of themselves; publish them.</summary>
    public const string EditCourse = "academics.course.edit";

    /// <summary>See one's teaching.</summary>
    public const string Teach = "academics.section.teach";

    /// <summary>Create sections, name teachers, set capacity.</summary>
    public const string ManageSections = "academics.section.manage";

    /// <summary>Create terms, open and close them.</summary>
    public const string ManageTerms = "academics.term.manage";

    /// <summary>Change the institution's name, zone and words.</summary>
    public const string ManageInstitution = "academics.institution.manage";
}
