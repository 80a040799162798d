namespace Lyceum.Demo;

internal sealed record DemoCourse
{
    public required string Code { get; init; }
    public required string Slug { get; init; }
    public required bool Whole { get; init; }
    public required string Language { get; init; }
    public required Trio Title { get; init; }
    public required Trio Summary { get; init; }
    public required string Category { get; init; }
    public required string Difficulty { get; init; }
    public required decimal Credits { get; init; }
    public required int Hours { get; init; }
    public required int Weeks { get; init; }
    public required decimal Price { get; init; }
    public required string Instructor { get; init; }
    public required string Programme { get; init; }
    public required string Icon { get; init; }
    public required string Term { get; init; }
    public required int StartsAfterDays { get; init; }
    public required int Capacity { get; init; }
    public required string Description { get; init; }
    public required List<string> Objectives { get; init; }
    public required List<DemoUnit> Outline { get; init; }
}

internal sealed record DemoUnit
{
    public required int Unit { get; init; }
    public required string Title { get; init; }

    /// <summary>In teaching order, of a whole course.</summary>
    public List<DemoItem> Items { get; init; } = [];

    /// <summary>Titles only, of an announced course.</summary>
    public List<string> Lessons { get; init; } = [];
}

internal sealed record DemoItem
{
    public string? Lesson { get; init; }
    public string? Quiz { get; init; }
}

internal sealed record LessonFront
{
    public required string Title { get; init; }
    public required string Kind { get; init; }
    public required int Minutes { get; init; }
    public required int Unit { get; init; }
    public bool Preview { get; init; }
    public string? Url { get; init; }
    public string? File { get; init; }
    public string? MediaType { get; init; }
}

internal sealed record DemoQuiz
{
    public required string Title { get; init; }
    public required string Type { get; init; }
    public required int Unit { get; init; }
    public required decimal PassPercent { get; init; }
    public int? TimeLimitMinutes { get; init; }
    public int? MaxAttempts { get; init; }
    public required bool ShuffleQuestions { get; init; }
    public required bool ShuffleOptions { get; init; }
    public required string Feedback { get; init; }
    public required List<DemoQuestion> Questions { get; init; }
}

internal sealed record DemoQuestion
{
    public required string Type { get; init; }
    public required string Prompt { get; init; }
    public required decimal Points { get; init; }
    public required string Explanation { get; init; }
    public List<DemoOption>? Options { get; init; }
    public bool? Answer { get; init; }
    public List<string>? Accepted { get; init; }
    public decimal? Value { get; init; }
    public decimal? Tolerance { get; init; }
    public string? Unit { get; init; }
    public int? MinWords { get; init; }
    public int? MaxWords { get; init; }
    public string? Note { get; init; }
    public List<DemoEssay> Answers { get; init; } = [];
}

/// <summary>What somebody wrote, and what a teacher gave and said.</summary>
internal sealed record DemoEssay
{
    public required string Text { get; init; }
    public required decimal Points { get; init; }
    public required string Feedback { get; init; }
}

internal sealed record DemoOption
{
    public required string Text { get; init; }
    public required bool Correct { get; init; }
    public string? Feedback { get; init; }
}

/// <summary>A lesson or quiz of a whole course, at its place; exactly one of the two is there.</summary>
internal sealed record DemoStep(string File, LessonFront? Lesson, string Body, DemoQuiz? Quiz);

/// <summary>A course with everything in its folder.</summary>
internal sealed record DemoCourseFolder(string Path, DemoCourse Course, IReadOnlyList<(string Title, IReadOnlyList<DemoStep> Steps)> Units);
