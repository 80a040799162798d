using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>What a learner may study: published lessons of sections in which they are, or were to the end.</summary>
public static class StudyScope
{
    /// <summary>In which states an enrolment opens the door to its section; also for compiled queries, which cannot call the scopes below.</summary>
    internal static readonly EnrolmentState[] Opening = [EnrolmentState.Active, EnrolmentState.Completed];

    extension(LyceumDb db)
    {
        /// <summary>The enrolments that open the door to a section.</summary>
        public IQueryable<Enrolment> EnrolmentsToStudy(Guid? personId) => db.Enrolments.Where(e => e.PersonId == personId && Opening.Contains(e.State));

        /// <summary>Published lessons this person may open.</summary>
        public IQueryable<Lesson> LessonsToStudy(Guid? personId)
        {
            var enrolments = db.EnrolmentsToStudy(personId);
            var outlines = db.Outlines;
            return db.Lessons.Where(l => l.IsPublished && outlines.Any(o => o.Id == l.OutlineId && enrolments.Any(e => e.SectionId == o.SectionId)));
        }
    }

    /// <summary>A lesson in the study of one learner, with the learner's section locked.</summary>
    internal sealed record Place(Guid LessonId, string Kind, SectionProgress Section, LessonProgress Lesson);

    /// <summary>Locks the learner's section and returns lesson and progress, begun if need be; null when the lesson is not theirs to open.</summary>
    internal static async Task<Place?> PlaceToStudy(this Act act, Guid lessonId, Guid? personId = null)
    {
        if ((act.Actor.PersonId ?? personId) is not { } person) return null;   // a person acts only for themselves; the system says for whom
        var outlines = act.Db.Outlines;
        var lesson = await act.Db.LessonsToStudy(person).Where(l => l.Id == lessonId)
            .Select(l => new { l.Kind, SectionId = outlines.Where(o => o.Id == l.OutlineId).Select(o => o.SectionId).Single() }).SingleOrDefaultAsync(act.Ct);
        if (lesson?.SectionId is not { } section) return null;

        // One learner's messages about one section come one after the other: two that complete the same lesson count it once.
        var progress = await Locked() ?? await Begun();
        var of = await act.Db.LessonProgress.SingleOrDefaultAsync(p => p.LessonId == lessonId && p.PersonId == person, act.Ct);
        if (of is null)
        {
            of = LessonProgress.Begin(lessonId, person, section, act.Now);
            act.Db.Add(of);
        }
        progress.Visit(lessonId, act.Now);
        return new Place(lessonId, lesson.Kind, progress, of);

        Task<SectionProgress?> Locked() => act.Db.SectionProgress.Where(s => s.SectionId == section && s.PersonId == person).ForUpdate().SingleOrDefaultAsync(act.Ct);

        async Task<SectionProgress> Begun()
        {
            await SectionCounts.Begin(act, section, person);
            return (await Locked())!;
        }
    }
}
