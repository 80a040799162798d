using Lyceum.Assessment.Questions;
using Lyceum.Demo;
using Lyceum.Learning.Lessons;

namespace Lyceum.Tests.Demo;

/// <summary>The demo school's files, without a database.</summary>
public sealed class DemoSchoolTests
{
    private static readonly DemoSchool School = DemoSchool.Read();

    [Fact]
    public void Every_file_is_read()
    {
        Assert.Equal(12, School.Courses.Count);
        Assert.Equal(3, School.People.NamedLearners.Count);
        Assert.Contains(School.Courses, c => c.Course is { Whole: true, Term: "open" });
        Assert.Contains(School.Courses, c => c.Course is { Whole: true, Term: "current" });
    }

    [Fact]
    public void A_wrong_file_is_named()
    {
        var refused = Assert.Throws<DemoFileException>(() => DemoFiles.Parse<DemoQuiz>("quizzes/07-x.yaml", "title: a\ntimelimit: 3\n"));
        Assert.StartsWith("quizzes/07-x.yaml: line 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_question_can_be_asked()
    {
        var asked = School.Courses.SelectMany(c => c.Units).SelectMany(u => u.Steps).SelectMany(s => s.Quiz?.Questions ?? []).Select(DemoLessons.Content).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, q =>
        {
            var type = QuestionType.Find(q.Type)!;
            Assert.Empty(type.Validate(type.Tidy(q.Settings)));
        });
    }

    [Fact]
    public void Every_lesson_renders()
    {
        using var text = new LessonText((hash, _, _, _, _) => $"http://127.0.0.1/f/{hash}");
        var lessons = School.Courses.SelectMany(c => c.Units).SelectMany(u => u.Steps).Where(s => s.Lesson is not null).ToList();
        Assert.NotEmpty(lessons);
        Assert.All(lessons, l => Assert.Contains("<p", text.Preview(l.Body), StringComparison.Ordinal));
    }
}
