namespace Lyceum.Assessment.Quizzes;

/// <summary>The last part of the text key of a feedback mode.</summary>
internal static class FeedbackWord
{
    public static string Of(FeedbackMode mode) => mode switch
    {
        FeedbackMode.AfterSubmit => "after-submit",
        FeedbackMode.AfterPass => "after-pass",
        FeedbackMode.AfterClose => "after-close",
        _ => "score-only",
    };
}
