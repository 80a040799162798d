using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Faults;

/// <summary>Somebody who writes, as themselves.</summary>
internal sealed record Writer(Guid Id, HttpClient Client);

/// <summary>What one round of writers writes into: sections with few seats, a course to finish, a quiz.</summary>
internal sealed record Places(Writer Office, IReadOnlyList<Guid> Crowd, IReadOnlyList<Guid> SmallSections, Guid Quiz, IReadOnlyList<Guid> Lessons, IReadOnlyList<Writer> Learners)
{
    /// <summary>How many seats a small section has.</summary>
    public const int Seats = 15;
    private const int SmallOnes = 4;
    private const int LessonsOfCourse = 4;

    public static async Task<Places> Arrange(KilledSchool school, int round, int learners, int crowd)
    {
        var office = await school.Person(Role.Administrator, Role.Registrar);
        List<Guid> many = [];
        for (var i = 0; i < crowd; i++) many.Add((await school.Do(new Lyceum.Identity.People.CreatePerson("Crowd", $"{round}-{i}", "en"), Lyceum.Identity.People.CreatingPeople.Handle)).Id);

        List<Guid> small = [];
        for (var i = 0; i < SmallOnes; i++)
        {
            var (_, section) = await Course(school, $"SEATS {round}-{i}");
            await school.Do(new ChangeSection(section, new SectionDetails(Section.OpenCode) { Capacity = Seats }), ChangingSections.Handle);
            small.Add(section);
        }

        var (quizCourse, quizSection) = await Course(school, $"QUIZ {round}");
        var quizMaster = await Lesson(school, quizCourse, "quiz", "Quiz", async lesson =>
        {
            await school.Do(new ChangeQuiz(lesson, new QuizRules(QuizKind.Practice, 50)), ChangingQuizzes.Handle);
            await school.Do(new AddQuestion(lesson, new QuestionContent("short_answer", "Which fact?", 1, "", new QuestionSettings(Accepted: ["none"]))), WritingQuestions.Handle);
        });
        await school.Do(new UpdateSectionOutline(quizSection), UpdatingSectionOutlines.Handle);

        var (course, studySection) = await Course(school, $"STUDY {round}");
        for (var i = 0; i < LessonsOfCourse; i++)
            await Lesson(school, course, "text", $"Lesson {i}", lesson => school.Do(new ChangeLesson(lesson, $"Lesson {i}", 5, "Text to read.", null, null, false), ChangingLessons.Handle));
        await school.Do(new UpdateSectionOutline(studySection), UpdatingSectionOutlines.Handle);

        List<Writer> students = [];
        for (var i = 0; i < learners; i++)
        {
            var (id, client) = await school.Person(Role.Learner);
            await school.Do(new Enrol(quizSection, id), Enrolling.Handle);
            await school.Do(new Enrol(studySection, id), Enrolling.Handle);
            students.Add(new Writer(id, client));
        }
        var quiz = await school.Read(db => db.Lessons.Where(l => l.SourceId == quizMaster).Select(l => l.Id).SingleAsync());
        var lessons = await school.Read(db =>
        {
            var outlines = db.Outlines;
            return db.Lessons.Where(l => outlines.Any(o => o.Id == l.OutlineId && o.SectionId == studySection)).Select(l => l.Id).ToListAsync();
        });
        return new Places(new Writer(office.Id, office.Client), many, small, quiz, lessons, students);
    }

    private static async Task<(string Slug, Guid Section)> Course(KilledSchool school, string code)
    {
        var details = new CourseDetails(code, "en", new LocalizedName($"Course {code}"), "Faults") { Summary = new LocalizedName("For writers"), Announced = [new AnnouncedUnit("Unit", ["Lesson"])] };
        var course = await school.Do(new CreateCourse(details), CreatingCourses.Handle);
        await school.Do(new PublishCourse(course.Id), PublishingCourses.Publish);
        return (course.Slug, await school.Read(db => db.Sections.Where(s => s.CourseId == course.Id).Select(s => s.Id).SingleAsync()));
    }

    private static async Task<Guid> Lesson(KilledSchool school, string course, string kind, string title, Func<Guid, Task> fill)
    {
        var unit = await school.Do(new AddUnit(course, $"Unit of {title}"), AddingUnits.Handle);
        var lesson = await school.Do(new AddLesson(unit.Id, kind, title, 5), AddingLessons.Handle);
        await fill(lesson.Id);
        await school.Do(new PublishLesson(lesson.Id), PublishingLessons.Handle);
        return lesson.Id;
    }
}
