using Lyceum.Academics.Enrolments;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Demo;

/// <summary>Writes what has happened in the demo school until today, in sets: some ten thousand rows, one transaction.</summary>
[Requires(PlatformPermissions.Operate)]
internal sealed record WriteDemoHistory(DemoRecord Record);

/// <summary>
/// What two hundred learners have done: places in sections, lessons read, quizzes taken. Answers are really given and really graded, so that every
/// mark on a page can be followed down to a question; a few of those who finished get their certificate by the usual job.
/// </summary>
internal static class DemoHistory
{
    private const string Twice = "statistics-for-the-ward";   // the named learners who finished it last term are not in it again
    private const int AtOnce = 3;   // courses of one learner in one term
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(40);

    public static async Task Make(DemoRun run)
    {
        var record = new DemoRecord();
        var crowd = run.Learners.Where(l => l.Courses is null).ToArray();
        Dictionary<(Guid Learner, string Term), int> load = [];
        foreach (var folder in run.School.Courses.Where(c => c.Course.Whole))
        {
            var (slug, capacity) = (folder.Course.Slug, folder.Course.Capacity);
            run.Dice.Shuffle(crowd);
            HashSet<Guid> there = [];
            foreach (var (key, share) in ((string, double)[])[("past", 0.86), ("current", 0.74), ("open", 0.80)])
            {
                if (!run.Sections.TryGetValue((slug, key), out var section)) continue;
                var path = await ReadPath(run, section);
                var named = run.Learners.Where(l => l.Courses is { } courses && (key == "past" ? slug == Twice && !courses.Contains(slug) : courses.Contains(slug))).ToList();
                var count = (int)(capacity * share) - named.Count;
                var others = crowd.Where(l => !there.Contains(l.Id) && load.GetValueOrDefault((l.Id, key)) < AtOnce).Take(count);
                foreach (var learner in named.Concat(others).ToList())
                {
                    there.Add(learner.Id);
                    load[(learner.Id, key)] = load.GetValueOrDefault((learner.Id, key)) + 1;
                    new DemoStory(run, record, path, learner, section, key).Tell();
                }
            }
        }
        await run.Do(new WriteDemoHistory(record), Write);
        foreach (var enrolment in Earned(run, record)) await run.Do(new ReserveCertificate(enrolment), ReservingCertificates.Handle);
    }

    /// <summary>The moment after which nothing in the history happens.</summary>
    public static DateTimeOffset Latest(DemoRun run) => run.Dates.Now - JustNow;

    /// <summary>Four papers: those of the named learners first, then of others.</summary>
    private static IEnumerable<Guid> Earned(DemoRun run, DemoRecord record)
    {
        var named = run.Learners.Where(l => l.Courses is not null).Select(l => l.Id).ToHashSet();
        var completed = record.Enrolments.Where(e => e.State == EnrolmentState.Completed && e.SectionId != run.Sections.GetValueOrDefault(("first-aid", "open"))).ToList();
        return completed.Where(e => named.Contains(e.PersonId)).Concat(completed.Where(e => !named.Contains(e.PersonId)).DistinctBy(e => e.SectionId)).Take(4).Select(e => e.Id);
    }

    /// <summary>A section's lessons in order, quizzes with what they ask.</summary>
    public static async Task<IReadOnlyList<PathStep>> ReadPath(DemoRun run, Guid section)
    {
        var db = run.Db;
        var (units, outlines, questions, versions) = (db.Units, db.Outlines, db.Questions, db.QuestionVersions);
        var lessons = await (from l in db.Lessons
                             join u in units on l.UnitId equals u.Id
                             where outlines.Any(o => o.Id == l.OutlineId && o.SectionId == section) && l.IsPublished
                             orderby u.Position, l.Position
                             select l).AsNoTracking().ToListAsync(run.Ct);
        Guid[] ids = [.. lessons.Where(l => l.Kind == "quiz").Select(l => l.Id)];
        var quizzes = await db.Quizzes.AsNoTracking().Where(q => ids.Contains(q.LessonId)).ToDictionaryAsync(q => q.LessonId, run.Ct);
        var asked = (await (from q in questions
                            join v in versions on q.Id equals v.QuestionId
                            where ids.Contains(q.LessonId) && !q.IsRemoved && v.Number == q.Current
                            orderby q.Position
                            select new { q.LessonId, Said = v }).AsNoTracking().ToListAsync(run.Ct)).ToLookup(a => a.LessonId, a => a.Said);
        return [.. lessons.Select(l => new PathStep(l.Id, l.Minutes, quizzes.GetValueOrDefault(l.Id), [.. asked[l.Id]]))];
    }

    private static async Task<Result<Done>> Write(WriteDemoHistory command, Act act)
    {
        await command.Record.Copy(act);
        act.Note("demo.history", "academics.enrolments", null, after: new { command.Record.Enrolments.Count });
        return Done.It;
    }
}

/// <summary>A lesson on the way through a section; a quiz with what it asks.</summary>
internal sealed record PathStep(Guid LessonId, int Minutes, Quiz? Quiz, IReadOnlyList<Assessment.Questions.QuestionVersion> Asked);
