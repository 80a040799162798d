using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Learning;

/// <summary>A course with one teacher, a master outline of published text lessons in one unit, and its section brought up to date.</summary>
internal sealed record Classroom(CourseView Course, Section Section, TestPerson Teacher, Guid Unit, IReadOnlyList<Guid> Master, IReadOnlyList<Guid> Lessons)
{
    public string Plan => $"/api/v1/courses/{Course.Slug}/sections/{Section.Code}";
}

internal static class Classrooms
{
    extension(School school)
    {
        public async Task<Classroom> Classroom(int lessons = 3)
        {
            var course = await school.Course();
            var section = await school.SectionOf(course);
            var teacher = await school.Person(Role.Instructor);
            await school.Do(new NameTeacher(section.Id, teacher.Id), NamingTeachers.Name);
            var unit = await school.Do(new AddUnit(course.Slug, "Unit"), AddingUnits.Handle);
            List<Guid> master = [];
            for (var i = 1; i <= lessons; i++) master.Add(await school.Lesson(unit.Id, $"Lesson {i}"));
            await school.Do(new UpdateSectionOutline(section.Id), UpdatingSectionOutlines.Handle);
            return new Classroom(course, section, teacher, unit.Id, master, await school.LessonsOf(section));
        }

        /// <summary>A text lesson of the master, published.</summary>
        public async Task<Guid> Lesson(Guid unit, string title, string body = "Some **text** to read.")
        {
            var lesson = await school.Do(new AddLesson(unit, "text", title, 10), AddingLessons.Handle);
            await school.Do(new ChangeLesson(lesson.Id, title, 10, body, null, null, false), ChangingLessons.Handle);
            await school.Do(new PublishLesson(lesson.Id), PublishingLessons.Handle);
            return lesson.Id;
        }

        /// <summary>The section's published lessons in order.</summary>
        public Task<List<Guid>> LessonsOf(Section section) => school.Read(db =>
        {
            var (outlines, units) = (db.Outlines, db.Units);
            return (from l in db.Lessons
                    join u in units on l.UnitId equals u.Id
                    where l.IsPublished && outlines.Any(o => o.Id == l.OutlineId && o.SectionId == section.Id)
                    orderby u.Position, l.Position
                    select l.Id).ToListAsync(TestContext.Current.CancellationToken);
        });

        /// <summary>A new person enrolled in the section.</summary>
        public async Task<TestPerson> Learner(Classroom room)
        {
            var learner = await school.Person();
            await school.Do(new Enrol(room.Section.Id, learner.Id), Enrolling.Handle);
            return learner;
        }

        /// <summary>The actor behind a person with these roles.</summary>
        public Actor ActorOf(TestPerson person, params string[] roles) =>
            new(person.Id, Guid.CreateVersion7(), $"person:{person.Id}", school.House.Contributions.PermissionsOf(roles)) { Roles = roles };
    }
}
