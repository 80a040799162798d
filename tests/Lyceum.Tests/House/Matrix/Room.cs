using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Learning;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>A course with everything that routes can name: units, lessons of each state, a quiz, a section that has them, somebody who finished it.</summary>
internal sealed record Room(CourseView Course, Section Section, Guid Unit, Guid EmptyUnit, Guid Master, Guid Draft, Guid Quiz, Guid Question, Guid Lesson, Guid Preview, Guid QuizLesson)
{
    public static async Task<Room> Make(MatrixSchool school)
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var unit = (await school.Do(new AddUnit(course.Slug, "Unit"), AddingUnits.Handle)).Id;
        var empty = (await school.Do(new AddUnit(course.Slug, "Empty unit"), AddingUnits.Handle)).Id;
        var master = await school.Lesson(unit, "Lesson");
        var preview = (await school.Do(new AddLesson(unit, "text", "Preview", 5), AddingLessons.Handle)).Id;
        await school.Do(new ChangeLesson(preview, "Preview", 5, "To be read by anyone.", null, null, true), ChangingLessons.Handle);
        await school.Do(new PublishLesson(preview), PublishingLessons.Handle);
        var draft = (await school.Do(new AddLesson(unit, "text", "Draft", 5), AddingLessons.Handle)).Id;
        await school.Do(new WriteLesson(draft, "Some text."), WritingLessons.Handle);
        var quiz = (await school.Do(new AddLesson(unit, "quiz", "Quiz", 5), AddingLessons.Handle)).Id;
        await school.Do(new ChangeQuiz(quiz, new QuizRules(QuizKind.Practice, 50)), ChangingQuizzes.Handle);
        var question = (await school.Do(new AddQuestion(quiz, new QuestionContent("true_false", "Water is wet.", 1, "", new QuestionSettings(Answer: true))), WritingQuestions.Handle)).Id;
        await school.Do(new PublishLesson(quiz), PublishingLessons.Handle);
        await school.Do(new UpdateSectionOutline(section.Id), UpdatingSectionOutlines.Handle);
        var copies = await school.Read(db => db.Lessons.Where(l => l.SourceId == master || l.SourceId == quiz).ToDictionaryAsync(l => l.SourceId!.Value, l => l.Id, TestContext.Current.CancellationToken));
        return new Room(course, section, unit, empty, master, draft, quiz, question, copies[master], preview, copies[quiz]);
    }

    /// <summary>Somebody comes in: enrolled, and teaching where their role teaches.</summary>
    public async Task Admit(MatrixSchool school, TestPerson person, IReadOnlyDictionary<string, Reach> may)
    {
        await school.Do(new Enrol(Section.Id, person.Id), Enrolling.Handle);
        await Teach(school, Section.Id, person, may);
    }

    /// <summary>Whoever may write courses teaches as instructor, whoever may only teach as assistant.</summary>
    public static async Task Teach(MatrixSchool school, Guid section, TestPerson person, IReadOnlyDictionary<string, Reach> may)
    {
        if (!may.ContainsKey(AcademicsPermissions.Teach)) return;
        await school.Do(new NameTeacher(section, person.Id, may.ContainsKey(AcademicsPermissions.EditCourse) ? TeachingDuty.Instructor : TeachingDuty.Assistant), NamingTeachers.Name);
    }

    /// <summary>The enrolment of somebody who finished here.</summary>
    public async Task<Guid> Finished(MatrixSchool school)
    {
        var enrolment = await school.Do(new Enrol(Section.Id, (await school.Person()).Id), Enrolling.Handle);
        await school.Do(new CompleteEnrolment(enrolment.Id), EndingEnrolments.Complete);
        return enrolment.Id;
    }

    public async Task<Guid> Certificate(MatrixSchool school) => (await school.Do(new ReserveCertificate(await Finished(school)), ReservingCertificates.Handle)).Id;
}
