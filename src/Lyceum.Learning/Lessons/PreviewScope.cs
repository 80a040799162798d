using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Lessons;

/// <summary>Which preview lessons are open to whom (ADR 0069).</summary>
public static class PreviewScope
{
    extension(LyceumDb db)
    {
        /// <summary>The preview lessons of published courses that are open to this reader now.</summary>
        public IQueryable<Lesson> PreviewsFor(Actor reader, DateTimeOffset now)
        {
            var (outlines, courses, enrollable, signedIn) = (db.Outlines, db.Courses, db.CoursesToEnrolIn(now), reader.SignedIn);
            return db.Lessons.Where(l => l.IsPreview && l.IsPublished
                && outlines.Any(o => o.Id == l.OutlineId && o.SectionId == null && courses.Any(c => c.Id == o.CourseId && c.State == CourseState.Published)
                    && (l.PreviewFor == PreviewFor.Everyone || (l.PreviewFor == PreviewFor.SignedIn && signedIn) || (l.PreviewFor == PreviewFor.UntilClosing && enrollable.Contains(o.CourseId)))));
        }

        /// <summary>Ids of courses in which one can enrol, now or once a window opens: a section that is not closed, without a term or in one whose window has not ended.</summary>
        public IQueryable<Guid> CoursesToEnrolIn(DateTimeOffset now)
        {
            var terms = db.Terms;
            return db.Sections.Where(s => s.State != SectionState.Closed && (s.TermId == null || terms.Any(t => t.Id == s.TermId && t.State != TermState.Closed && t.EnrolmentClosesAt > now))).Select(s => s.CourseId);
        }
    }
}
