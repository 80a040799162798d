using System.Net;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Assessment;

public sealed class ArchivedQuizTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_an_archived_course_what_was_begun_is_handed_in_and_nothing_new_begins()
    {
        var (begun, _) = await school.Quiz(new(QuizKind.Practice, 50), QuizSchool.OfEachType);
        var (other, _) = await school.Quiz(new(QuizKind.Practice, 50), QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var attempt = (string)(await (await api.PostAsync($"/api/v1/quizzes/{begun}/attempts", null, Ct)).Body())["id"]!;
        var enrolment = await school.Read(db => db.Enrolments.Where(e => e.PersonId == person.Id).Select(e => e.Id).SingleAsync(Ct));
        await school.Do(new CompleteEnrolment(enrolment), EndingEnrolments.Complete);
        var course = await school.Read(db => db.Sections.Where(s => s.Id == school.Section).Select(s => s.CourseId).SingleAsync(Ct));
        await school.Do(new ArchiveCourse(course), ArchivingCourses.Archive);
        using var page = await school.Browser(person);

        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync(school.Home, Ct)).StatusCode);
        var refused = await api.PostAsync($"/api/v1/quizzes/{other}/attempts", null, Ct);
        Assert.Equal((HttpStatusCode.Conflict, "assessment.attempt.course_archived"), (refused.StatusCode, await refused.Code()));
        Assert.Contains("no new attempt begins", await page.GetStringAsync($"{school.Home}/quizzes/{other}", Ct), StringComparison.Ordinal);
        Assert.Equal(attempt, (string)(await (await api.PostAsync($"/api/v1/quizzes/{begun}/attempts", null, Ct)).Body())["id"]!);
        Assert.Equal("graded", (string)(await (await api.PostAsync($"/api/v1/attempts/{attempt}/submission", null, Ct)).Body())["state"]!);
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.attempts WHERE person_id = '{person.Id}'"));
    }
}
