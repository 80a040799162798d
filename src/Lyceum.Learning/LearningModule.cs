using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Lessons;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using static Lyceum.Academics.AcademicsPermissions;
using static Lyceum.Learning.LearningPermissions;

namespace Lyceum.Learning;

/// <summary>Outlines, lessons, progress and certificates.</summary>
public sealed class LearningModule : IModule
{
    private static readonly TimeSpan FileLinksLast = TimeSpan.FromHours(2);

    /// <inheritdoc/>
    public string Name => "learning";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Outline.Map);
        add.Mapping(Unit.Map);
        add.Mapping(Lesson.Map);
        add.Mapping(SectionProgress.Map);   // before those that point at it: a table gets its schema when it is first mapped
        add.Mapping(LessonProgress.Map);
        add.Mapping(Certificate.Map);

        add.Permission(Study, (Role.Everyone, Reach.Own));
        add.Permission(Author, (Role.Instructor, Reach.Taught), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(ReadProgress, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught), (Role.Registrar, Reach.All), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(ManageCertificates, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));

        add.LessonKind(new LessonKind { Name = "text", Icon = "file-text", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "video", Icon = "video", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "file", Icon = "download", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "link", Icon = "link", CompletesByReading = true });

        add.Services(services => services.AddSingleton(sp =>
        {
            var links = sp.GetRequiredService<FileLinks>();
            return new LessonText((hash, name, type, download, atMost) => links.For(hash, name, type, atMost < FileLinksLast ? atMost.Value : FileLinksLast, download));
        }));
        add.Constraint("certificates_one_standing", CertificateErrors.StillStands);
        add.Constraint("lessons_source_id_fkey", OutlineErrors.LessonInUse);

        var kinds = add.LessonKinds;   // grows with the rooms above
        add.CourseOutline((db, course, now, ct) => CatalogueOutline.Read(kinds, db, course, now, ct));
        add.BeforePublishing((db, course, ct) => CatalogueOutline.Gaps(kinds, db, course, ct));
        add.CoursePart(new CoursePart(CopyingOutlines.Part, "learning.copy.lessons", "learning.copy.lessons.means") { Copy = (act, copying) => act.Run(new CopyOutline(copying), CopyingOutlines.Handle) });
        add.CoursePart(new CoursePart("certificate", "learning.copy.certificate", "learning.copy.certificate.means") { Copy = (act, copying) => act.Run(new CopyCertificateRule(copying), CopyingCertificateRules.Handle) });
        add.CourseTool(new CourseTool("learning.outline.write", "list-details", course => $"/courses/{course}/edit", Author));
        add.On<EnrolmentActivated>("learning.on_enrolment_activated", BringingSectionsUpToDate.OnEnrolment, Author);
        add.On<SectionFinished>(SectionFinishing.Kind, SectionFinishing.Run, CompleteEnrolments, ManageCertificates);
        add.On<IssuedDocumentRevoked>("learning.on_document_revoked", RevokingCertificates.Follow, ManageCertificates);
        add.Job<CertificateToIssue>(IssuingCertificates.Job, IssuingCertificates.Run, ManageCertificates, FilePermissions.Upload);

        add.Api(OutlineRoutes.Map);
        add.Api(ProgressRoutes.Map);
        add.Api(CertificateRoutes.Map);
        add.Web(LessonPosts.Map);
        add.Web(EditorPosts.Map);
        add.Web(CertificatePosts.Map);

        add.SectionTab("progress", 30, "learning.progress", (course, section) => $"/teach/{course}/{section}/progress", ReadProgress);
        add.TodayItems(TodayLearning.Items);
        LearningSearch.Contribute(add);
        add.Keeps(new PersonalData(40, "learning.privacy.study", "learning.privacy.study.kept"));
        add.Status(new StatusCheck("learning", 30, "learning.status.learning", async r =>
        {
            await using var read = r.Database.CreateCommand("SELECT (SELECT id FROM learning.lessons LIMIT 1), (SELECT lesson_id FROM learning.lesson_progress LIMIT 1)");
            await read.ExecuteScalarAsync(r.Ct);
            return r.IsReadOnly ? PartState.Partly : PartState.Works;   // one can read, but progress is not kept
        }));
        add.Nav(new NavItem("learner", 20, "learning.courses.title", "/courses", "book", Study));
        add.Nav(new NavItem("learner", 60, "learning.certificates.title", Addresses.Certificates, "certificate", Study));
    }
}
