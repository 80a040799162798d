namespace Lyceum.Learning;

/// <summary>Learning's permissions. Reach: own = sections one is enrolled in, taught = sections one teaches, all = the school.</summary>
public static class LearningPermissions
{
    /// <summary>Study: open lessons, record progress, take quizzes, in one's own sections.</summary>
    public const string Study = "learning.study";

    /// <summary>Write outlines and lessons.</summary>
    public const string Author = "learning.outline.edit";

    /// <summary>See how learners get on.</summary>
    public const string ReadProgress = "learning.progress.read";

    /// <summary>Revoke certificates.</summary>
    public const string ManageCertificates = "learning.certificate.manage";
}
