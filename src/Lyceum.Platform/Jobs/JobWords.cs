namespace Lyceum.Platform.Jobs;

/// <summary>The text that says what a job does, by its kind: <c>learning.issue_certificate</c> is said by <c>learning.jobs.kind.issue_certificate</c>.</summary>
internal static class JobWords
{
    public static string Key(string kind) => kind.Split('.', 2) is [var room, var rest] ? $"{room}.jobs.kind.{rest}" : kind;

    /// <summary>What a kind does; the kind itself where this version no longer knows it.</summary>
    public static string Job(this Localization.Texts texts, string kind) => texts.Knows(Key(kind)) ? texts[Key(kind)] : kind;
}
