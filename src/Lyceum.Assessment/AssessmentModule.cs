using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Marking;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Assessment;

/// <summary>Questions, quizzes and attempts.</summary>
public sealed class AssessmentModule : IModule
{
    /// <inheritdoc/>
    public string Name => "assessment";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Quiz.Map);
        add.Mapping(Question.Map);
        add.Mapping(Attempt.Map);
        add.Mapping(Mark.Map);
        add.Constraint("attempts_one_open", AttemptErrors.AlreadyOpen);
        add.Constraint("attempts_number_key", AttemptErrors.AlreadyOpen);
        add.Constraint("attempts_graded_is_final", AttemptErrors.IsFinal);
        add.Constraint("attempts_keep_their_quiz", QuizErrors.AttemptsKeepIt);
        add.Constraint("quizzes_window_in_order", QuizErrors.WindowOutOfOrder);

        add.Permission(AssessmentPermissions.ReadAttempts, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));

        add.Permission(AssessmentPermissions.MarkAnswers, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All));
        add.Constraint("marks_stay_given", MarkErrors.AlreadyMarked);
        add.Constraint("marks_by_others", MarkErrors.OwnAnswer);

        add.LessonKind(new LessonKind
        {
            Name = "quiz",
            Icon = "list-check",
            PlayerHref = (course, section, lesson) => $"/courses/{course}/{section}/quizzes/{lesson}",
            EditorHref = (course, lesson) => $"/courses/{Uri.EscapeDataString(course)}/edit/quizzes/{lesson}",
            Missing = QuizQueries.Missing,
            Copy = CarryingQuizzes.Carry,
            CopyToCourse = CopyingQuizzes.Copy,
        });

        add.CoursePart(new CoursePart("quiz", "assessment.copy.quizzes", "assessment.copy.quizzes.means") { Needs = "lessons" });
        add.BeforeArchiving(async (db, course, ct) =>
        {
            var sections = db.Sections;
            return new UnderWay("assessment.archive.open", "assessment.archive.open.means",
                await db.Attempts.CountAsync(a => a.State == AttemptState.Open && sections.Any(s => s.Id == a.SectionId && s.CourseId == course), ct));
        });
        add.Services(s => s.AddSingleton<KnownSettings>());
        add.Job<AttemptClock.Tick>(AttemptClock.Kind, AttemptClock.Run, LearningPermissions.Study);
        add.Schedule(AttemptClock.Kind, "0 * * * * ?");

        add.On<AttemptMarked>(MarkedAttempts.Kind, MarkedAttempts.Run, LearningPermissions.Study);
        add.TodayItems(TodayMarking.Items);

        add.Nav(new NavItem("learner", 40, "assessment.grades.title", Addresses.Grades, "checklist", LearningPermissions.Study));
        add.SectionTab("quizzes", 50, "assessment.taught.tab", (course, section) => $"/teach/{course}/{section}/quizzes", AssessmentPermissions.ReadAttempts);

        add.SectionTab("marking", 55, "assessment.marking.tab", (course, section) => $"/teach/{course}/{section}/marking", AssessmentPermissions.MarkAnswers);

        add.Web(AttemptPosts.Map);
        add.Web(EditorPosts.Map);
        add.Api(QuizRoutes.Map);
        add.Api(AttemptRoutes.Map);
        add.Api(MarkRoutes.Map);
    }
}
