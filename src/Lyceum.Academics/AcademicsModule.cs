using Lyceum.Academics.Campuses;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Programmes;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Microsoft.Extensions.DependencyInjection;
using static Lyceum.Academics.AcademicsPermissions;

namespace Lyceum.Academics;

/// <summary>Institution, programmes, terms, courses, sections and enrolments.</summary>
public sealed class AcademicsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "academics";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Institution.Map);
        add.Mapping(Campus.Map);
        add.Mapping(Programme.Map);
        add.Mapping(Term.Map);
        add.Mapping(Course.Map);
        add.Mapping(Section.Map);
        add.Mapping(Enrolment.Map);

        add.Permission(AcademicsPermissions.Enrol, (Role.Everyone, Reach.Own));
        add.Permission(ReadRoster, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught), (Role.Registrar, Reach.All), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(ManageEnrolments, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(CompleteEnrolments, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(EditCourse, (Role.Instructor, Reach.Taught), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All));
        add.OwnWork(Teach, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught));
        add.Permission(ManageSections, (Role.Registrar, Reach.All), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(ManageTerms, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(ManageInstitution, (Role.Administrator, Reach.All));

        add.Constraint("institution_only_one", PlatformErrors.Stale);
        add.Constraint("campuses_code_key", CampusErrors.CodeTaken);
        add.Constraint("courses_code_key", CourseErrors.CodeTaken);
        add.Constraint("courses_slug_key", CourseErrors.SlugTaken);
        add.Constraint("former_slugs_pkey", CourseErrors.SlugTaken);
        add.Constraint("terms_code_key", TermErrors.CodeTaken);
        add.Constraint("terms_transition", TermErrors.OnlyForward);
        add.Constraint("sections_code_key", SectionErrors.CodeTaken);
        add.Constraint("sections_seats_within_capacity", EnrolmentErrors.Full);
        add.Constraint("enrolments_term_open", TermErrors.NotOpen);
        add.Constraint("enrolments_course_in_use", CourseErrors.Archived);
        add.Constraint("sections_course_in_use", CourseErrors.Archived);
        add.Constraint("enrolments_in_order", EnrolmentErrors.Full);
        add.Constraint("section_teachers_person_id_fkey", SectionErrors.NoPerson);
        add.Constraint("enrolments_person_id_fkey", EnrolmentErrors.NoPerson);

        add.Api(CatalogueRoutes.Map);
        add.Letterhead(Letterheads.Read);
        add.Api(TermRoutes.Map);
        add.Api(SectionRoutes.Map);
        add.Api(EnrolmentRoutes.Map);
        add.Api(InstitutionRoutes.Map);
        add.Api(CampusRoutes.Map);
        add.Web(AcademicsForms.Map);
        add.Job<WaitListClock.Tick>(WaitListClock.Kind, WaitListClock.Run, ManageEnrolments);
        add.Schedule(WaitListClock.Kind, "30 * * * * ?");
        add.Services(services => services.AddSingleton<InstitutionCard>().AddSingleton<CategoryCard>());
        add.Shell(Shell);
        SetupMap.Contribute(add);
        CourseSearch.Contribute(add);
        LearnerSearch.Contribute(add);

        add.SectionTab("roster", 20, "academics.roster.title", (course, section) => $"/teach/{course}/{section}/roster", ReadRoster);
        add.Nav(new NavItem("learner", 10, "academics.today.title", "/today", "home", null));
        add.Nav(new NavItem("learner", 30, "academics.catalogue.title", "/catalogue", "books", null));
        add.Nav(new NavItem("instructor", 20, "academics.teach.title", "/teach", "school", Teach));
        add.Nav(new NavItem("registrar", 40, "academics.terms.title", "/terms", "calendar", ManageTerms));
        add.Nav(new NavItem("instructor", 30, "academics.courses.title", "/admin/courses", "book", EditCourse));
        add.Nav(new NavItem("administrator", 50, "academics.settings.title", "/admin/settings", "settings", ManageInstitution));
    }

    /// <summary>Every page names the school, shows instants in its zone and says who can help.</summary>
    private static async Task<Shell> Shell(ShellReading reading, Shell shell)
    {
        var card = reading.Http.RequestServices.GetRequiredService<InstitutionCard>();
        if (await card.Read(reading.Db, reading.Ct) is not { } school) return shell;
        // A person's own zone, where Identity has set one, is not overwritten.
        var zone = shell.Zone == TimeZoneInfo.Utc ? Zones.Find(school.Zone) : shell.Zone;
        return shell with { Institution = school.Name.In(reading.Language), HelpAddress = school.HelpAddress, Zone = zone };
    }
}
