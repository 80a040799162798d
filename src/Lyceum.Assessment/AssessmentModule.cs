using Lyceum.Platform;

namespace Lyceum.Assessment;

/// <summary>Questions, quizzes and attempts.</summary>
public sealed class AssessmentModule : IModule
{
    /// <inheritdoc/>
    public string Name => "assessment";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
    }
}
