using System.Text.RegularExpressions;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Files;

namespace Lyceum.Demo;

/// <summary>The lessons and quizzes of a whole course, with their figures and files.</summary>
internal static partial class DemoLessons
{
    private const int MinutesOfAnUntimedQuiz = 10;

    public static async Task Write(DemoRun run, DemoCourseFolder folder)
    {
        foreach (var (title, steps) in folder.Units)
        {
            var unit = await run.Do(new AddUnit(folder.Course.Slug, title), AddingUnits.Handle);
            foreach (var step in steps)
            {
                if (step.Lesson is { } lesson) await WriteLesson(run, folder, unit.Id, step, lesson);
                else await WriteQuiz(run, unit.Id, step.Quiz!);
            }
        }
    }

    /// <summary>The rules of a quiz as the house knows them.</summary>
    public static QuizRules Rules(DemoQuiz quiz) => new(
        quiz.Type == "graded" ? QuizKind.Graded : QuizKind.Practice, quiz.PassPercent, quiz.TimeLimitMinutes, quiz.MaxAttempts, quiz.ShuffleQuestions, quiz.ShuffleOptions,
        quiz.Feedback switch { "after_close" => FeedbackMode.AfterClose, "score_only" => FeedbackMode.ScoreOnly, _ => FeedbackMode.AfterSubmit });

    /// <summary>A question as the house knows it.</summary>
    public static QuestionContent Content(DemoQuestion q) => new(
        q.Type, q.Prompt, q.Points, q.Explanation,
        new QuestionSettings(q.Options?.ConvertAll(o => new QuestionOption("", o.Text, o.Correct, o.Feedback)), q.Answer, q.Accepted, q.Value, q.Tolerance, q.Unit, q.MinWords, q.MaxWords, q.Note));

    private static async Task WriteLesson(DemoRun run, DemoCourseFolder folder, Guid unit, DemoStep step, LessonFront front)
    {
        var lesson = await run.Do(new AddLesson(unit, front.Kind, front.Title, front.Minutes), AddingLessons.Handle);
        var body = step.Body;
        foreach (Match figure in Figure.Matches(step.Body))
        {
            var kept = await Keep(run, $"{folder.Path}figures/{figure.Groups["name"].Value}", FilePurpose.Picture, step.File);
            body = body.Replace(figure.Value, $"](file:{kept.Hash}.svg)", StringComparison.Ordinal);
        }
        var file = front.File is { } path ? await Keep(run, folder.Path + path, FilePurpose.Document, step.File) : null;
        await run.Do(new ChangeLesson(lesson.Id, front.Title, front.Minutes, body, front.Url, file?.Id, front.Preview), ChangingLessons.Handle);
        await run.Do(new PublishLesson(lesson.Id), PublishingLessons.Handle);
    }

    private static async Task WriteQuiz(DemoRun run, Guid unit, DemoQuiz quiz)
    {
        var lesson = await run.Do(new AddLesson(unit, "quiz", quiz.Title, quiz.TimeLimitMinutes ?? MinutesOfAnUntimedQuiz), AddingLessons.Handle);
        await run.Do(new ChangeQuiz(lesson.Id, Rules(quiz)), ChangingQuizzes.Handle);
        foreach (var question in quiz.Questions) await run.Do(new AddQuestion(lesson.Id, Content(question)), WritingQuestions.Handle);
        await run.Do(new PublishLesson(lesson.Id), PublishingLessons.Handle);
    }

    private static async Task<FileView> Keep(DemoRun run, string file, FilePurpose purpose, string named)
    {
        using var content = new MemoryStream(DemoFiles.Bytes(file), writable: false);
        var stored = await run.Get<FileStore>().SaveAsync(content, new NewContent(purpose, Path.GetFileName(file)), run.Ct);
        if (!stored.Ok) throw new DemoFileException(file, $"{stored.Refusal.Code} (named in {named})");
        return await run.Do(KeepFile.Of(stored.Value, purpose), KeepingFiles.Handle);
    }

    [GeneratedRegex("""\]\(\.\./figures/(?<name>[a-z0-9-]+\.svg)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figure { get; }
}
