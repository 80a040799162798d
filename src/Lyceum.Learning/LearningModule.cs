using Lyceum.Learning.Lessons;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using static Lyceum.Learning.LearningPermissions;

namespace Lyceum.Learning;

/// <summary>Outlines, lessons, progress and certificates.</summary>
public sealed class LearningModule : IModule
{
    /// <inheritdoc/>
    public string Name => "learning";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Outline.Map);
        add.Mapping(Unit.Map);
        add.Mapping(Lesson.Map);
        add.Mapping(LessonProgress.Map);
        add.Mapping(SectionProgress.Map);
        add.Permission(Study, (Role.Everyone, Reach.Own));
        add.Permission(Author, (Role.Instructor, Reach.Taught), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(ReadProgress, (Role.Instructor, Reach.Taught), (Role.TeachingAssistant, Reach.Taught), (Role.Registrar, Reach.All), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(ManageCertificates, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.LessonKind(new LessonKind { Name = "text", Icon = "article", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "video", Icon = "video", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "file", Icon = "file", CompletesByReading = true });
        add.LessonKind(new LessonKind { Name = "link", Icon = "link", CompletesByReading = true });

        add.Services(s => s.AddSingleton(new LessonText((_, _, _, _) => "")));
        add.Api(OutlineRoutes.Map);
        add.Api(ProgressRoutes.Map);
    }
}
