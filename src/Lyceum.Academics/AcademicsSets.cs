using Lyceum.Academics.Campuses;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Programmes;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>Academics' sets. Upper rooms read them; they change them only through Academics' commands.</summary>
public static class AcademicsSets
{
    extension(LyceumDb db)
    {
        public DbSet<Institution> Institutions => db.Set<Institution>();
        public DbSet<Campus> Campuses => db.Set<Campus>();
        public DbSet<Programme> Programmes => db.Set<Programme>();
        public DbSet<Term> Terms => db.Set<Term>();
        public DbSet<Course> Courses => db.Set<Course>();
        public DbSet<Section> Sections => db.Set<Section>();
        public DbSet<SectionTeacher> SectionTeachers => db.Set<SectionTeacher>();
        public DbSet<Enrolment> Enrolments => db.Set<Enrolment>();
    }
}
