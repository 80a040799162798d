namespace Lyceum.Assessment;

/// <summary>Assessment's permissions. Taking quizzes is part of Learning's study, writing them of its outline.</summary>
public static class AssessmentPermissions
{
    /// <summary>See learners' attempts with answers and scores: taught = of the sections one teaches.</summary>
    public const string ReadAttempts = "assessment.attempt.read";

    /// <summary>Mark essays and change marks: taught = of the sections one teaches; never one's own.</summary>
    public const string MarkAnswers = "assessment.attempt.mark";
}
