using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;

namespace Lyceum.Academics;

/// <summary>
/// What an actor may see, as the first condition of every read and write. A permission not held sees nothing. Reach: own = enrolled there
/// (active or completed), taught = also where one teaches, all = everything. A programme's reach is that of taught until grants name programmes.
/// </summary>
public static class Scopes
{
    extension(IQueryable<Section> sections)
    {
        /// <summary>The sections this permission reaches.</summary>
        public IQueryable<Section> VisibleTo(Actor actor, string permission)
        {
            if (actor.Reaches(permission, Reach.All)) return sections;
            if (actor.PersonId is not { } me || actor.ReachOf(permission) is not { } reach) return sections.Where(s => false);
            return reach == Reach.Own
                ? sections.Where(s => s.Enrolments.Any(e => e.PersonId == me && (e.State == EnrolmentState.Active || e.State == EnrolmentState.Completed)))
                : sections.Where(s => s.Teachers.Any(t => t.PersonId == me)
                    || s.Enrolments.Any(e => e.PersonId == me && (e.State == EnrolmentState.Active || e.State == EnrolmentState.Completed)));
        }

        /// <summary>The sections this permission reaches as one who works there: one's own enrolments do not count.</summary>
        public IQueryable<Section> ManagedBy(Actor actor, string permission)
        {
            if (actor.Reaches(permission, Reach.All)) return sections;
            if (actor.PersonId is not { } me || !actor.Reaches(permission, Reach.Taught)) return sections.Where(s => false);
            return sections.Where(s => s.Teachers.Any(t => t.PersonId == me));
        }
    }

    extension(IQueryable<Course> courses)
    {
        /// <summary>The courses this permission reaches: all, or those of which one is an instructor in some section.</summary>
        public IQueryable<Course> ManagedBy(Actor actor, string permission)
        {
            if (actor.Reaches(permission, Reach.All)) return courses;
            if (actor.PersonId is not { } me || !actor.Reaches(permission, Reach.Taught)) return courses.Where(c => false);
            return courses.Where(c => c.Sections.Any(s => s.Teachers.Any(t => t.PersonId == me && t.Duty == TeachingDuty.Instructor)));
        }
    }

    extension(IQueryable<Enrolment> enrolments)
    {
        /// <summary>The enrolments this permission reaches: one's own, those of sections one teaches, all.</summary>
        public IQueryable<Enrolment> VisibleTo(Actor actor, string permission)
        {
            if (actor.Reaches(permission, Reach.All)) return enrolments;
            if (actor.PersonId is not { } me || actor.ReachOf(permission) is not { } reach) return enrolments.Where(e => false);
            return reach == Reach.Own
                ? enrolments.Where(e => e.PersonId == me)
                : enrolments.Where(e => e.PersonId == me || e.Section!.Teachers.Any(t => t.PersonId == me));
        }

        /// <summary>The enrolments this permission reaches as one who works there: one's own do not count.</summary>
        public IQueryable<Enrolment> ManagedBy(Actor actor, string permission)
        {
            if (actor.Reaches(permission, Reach.All)) return enrolments;
            if (actor.PersonId is not { } me || !actor.Reaches(permission, Reach.Taught)) return enrolments.Where(e => false);
            return enrolments.Where(e => e.Section!.Teachers.Any(t => t.PersonId == me));
        }
    }

    extension(LyceumDb db)
    {
        /// <summary>The sections a person teaches.</summary>
        public IQueryable<Section> TaughtBy(Guid personId) => db.Sections.Where(s => s.Teachers.Any(t => t.PersonId == personId));
    }
}
