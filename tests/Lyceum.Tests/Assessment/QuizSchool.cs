using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Assessment;

/// <summary>A school with one course, its section and whatever quizzes a test asks for. No worker: tests step the clock by hand.</summary>
public class QuizSchool : School
{
    private Guid _course, _unit;
    private string _slug = "";

    protected override bool Jobs => false;

    /// <summary>The section in which quizzes are taken.</summary>
    public Guid Section { get; private set; }

    /// <summary>Address of its pages.</summary>
    public string Home => $"/courses/{_slug}/open";

    /// <summary>Address of the course's editor.</summary>
    public string Editor => $"/courses/{_slug}/edit";

    protected override async Task Arrange()
    {
        var course = await Do(new CreateCourse(new CourseDetails("QUIZ 1", "en", new LocalizedName("Course of quizzes"), "Testing") { Summary = new LocalizedName("For tests") }), CreatingCourses.Handle);
        (_course, _slug) = (course.Id, course.Slug);
        Section = await Read(async db => await db.Sections.Where(s => s.CourseId == _course).Select(s => s.Id).SingleAsync());
        _unit = (await Do(new AddUnit(_slug, "Unit"), AddingUnits.Handle)).Id;
    }

    /// <summary>A published quiz with these questions; the id is that of the section's lesson, as learners see it.</summary>
    public async Task<(Guid Lesson, Guid Master)> Quiz(QuizRules rules, params QuestionContent[] questions)
    {
        var lesson = await Do(new AddLesson(_unit, "quiz", $"Quiz {Guid.CreateVersion7():n}", 10), AddingLessons.Handle);
        await Do(new ChangeQuiz(lesson.Id, rules), ChangingQuizzes.Handle);
        foreach (var question in questions) await Do(new AddQuestion(lesson.Id, question), WritingQuestions.Handle);
        await Do(new PublishLesson(lesson.Id), PublishingLessons.Handle);
        await Carry();
        return (await Read(db => db.Lessons.Where(l => l.SourceId == lesson.Id).Select(l => l.Id).SingleAsync()), lesson.Id);
    }

    /// <summary>Brings the section up to date with the master outline.</summary>
    public Task<OutlineCarried> Carry() => Do(new UpdateSectionOutline(Section), UpdatingSectionOutlines.Handle);

    /// <summary>A learner of the section with a client of the API.</summary>
    public async Task<(TestPerson Person, HttpClient Api)> Learner()
    {
        var person = await this.Person(Role.Learner);
        await Do(new Enrol(Section, person.Id), Enrolling.Handle);
        return (person, await this.Bearer(person));
    }

    /// <summary>Somebody who teaches the section.</summary>
    public async Task<(TestPerson Person, HttpClient Api)> Teacher()
    {
        var person = await this.Person(Role.Instructor);
        await Do(new NameTeacher(Section, person.Id), NamingTeachers.Name);
        return (person, await this.Bearer(person));
    }

    /// <summary>Five questions of five types, 7 points.</summary>
    public static QuestionContent[] OfEachType =>
    [
        new("single", "Which is **red**?", 1, "Because SECRETWHY.", new QuestionSettings([new("a", "Rose", true, "SECRETYES"), new("b", "Grass", false, "SECRETNO")])),
        new("multiple", "Which are even?", 2, "", new QuestionSettings([new("a", "2", true), new("b", "4", true), new("c", "5", false)])),
        new("true_false", "Water is wet.", 1, "", new QuestionSettings(Answer: true)),
        new("short_answer", "Capital of Greece?", 1, "", new QuestionSettings(Accepted: ["SECRETATHENS*", "Αθήνα"])),
        new("numeric", "Half of 8.32 h?", 2, "", new QuestionSettings(Value: 4.16m, Tolerance: 0.05m, Unit: "h")),
    ];
}

/// <summary>The API as a learner's client speaks it.</summary>
internal static class QuizClient
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<JsonObject> Start(this HttpClient api, Guid lesson) => await (await api.PostAsync(At($"/api/v1/quizzes/{lesson}/attempts"), null, Ct)).Body();

    public static async Task<JsonObject> Paper(this HttpClient api, string attempt) => await (await api.GetAsync(At($"/api/v1/attempts/{attempt}"), Ct)).Body();

    public static Task<HttpResponseMessage> Save(this HttpClient api, string attempt, string question, long sequence, object answer) =>
        api.PutAsJsonAsync(At($"/api/v1/attempts/{attempt}/answers/{question}"), With(answer, sequence), Ct);

    public static Task<HttpResponseMessage> Submit(this HttpClient api, string attempt) => api.PostAsync(At($"/api/v1/attempts/{attempt}/submission"), null, Ct);

    public static async Task<JsonObject> Body(this HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }

    public static Uri At(string address) => new(address, UriKind.Relative);

    /// <summary>The question of this type on a paper.</summary>
    public static string Of(this JsonObject paper, string type) => (string)paper["questions"]!.AsArray().Single(q => (string)q!["type"]! == type)!["id"]!;

    private static JsonObject With(object answer, long sequence)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(answer)!.AsObject();
        body["sequence"] = sequence;
        return body;
    }
}
