using Lyceum.Platform.Setup;

namespace Lyceum.Platform.Setup
{
    /// <summary>A step of setting up a real school, a page of its own at <c>/admin/setup/{name}</c>. Its words are the texts <c>{room}.setup.step.{name}</c> and <c>….left</c> (what stays open without it).</summary>
    /// <param name="Name">Small letters and hyphens.</param>
    /// <param name="Order">Place among the steps.</param>
    public sealed record SetupStep(string Name, int Order)
    {
        internal string Room { get; init; } = "";

        public string TextKey => $"{Room}.setup.step.{Name}";

        public string Href => $"/admin/setup/{Name}";
    }
}

namespace Lyceum.Platform
{
    public sealed partial class Contributions
    {
        private readonly List<SetupStep> _setupSteps = [];

        /// <summary>The steps, in their order.</summary>
        public IReadOnlyList<SetupStep> SetupSteps => [.. _setupSteps.OrderBy(s => s.Order)];

        /// <summary>Adds a step to the set-up of a school.</summary>
        public void SetupStep(SetupStep step) => _setupSteps.Add(step with { Room = Current!.Name });
    }
}
