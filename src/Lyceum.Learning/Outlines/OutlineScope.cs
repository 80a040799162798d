using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Outlines;

/// <summary>Who may write which outline: the instructors of a section of the course, or everyone whose right reaches the whole school.</summary>
public static class OutlineScope
{
    extension(LyceumDb db)
    {
        /// <summary>The courses whose outline this actor may write.</summary>
        public IQueryable<Course> CoursesAuthoredBy(Actor actor) => db.Courses.ManagedBy(actor, LearningPermissions.Author);

        /// <summary>Their master outlines. A section's own outline is written only by carrying the master over.</summary>
        public IQueryable<Outline> OutlinesAuthoredBy(Actor actor)
        {
            var courses = db.CoursesAuthoredBy(actor);
            return db.Outlines.Where(o => o.SectionId == null && courses.Any(c => c.Id == o.CourseId));
        }
    }
}
