using Lyceum.Academics;
using Lyceum.Assessment;
using Lyceum.Identity;
using Lyceum.Learning;
using Lyceum.Platform;

namespace Lyceum;

/// <summary>The rooms of this house, in stair order: each may use only those above it in this list.</summary>
internal static class Rooms
{
    public static IReadOnlyList<IModule> All => [new PlatformModule(), new IdentityModule(), new AcademicsModule(), new LearningModule(), new AssessmentModule()];
}
