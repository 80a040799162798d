using System.Runtime.CompilerServices;
using Lyceum.Academics.Courses;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;

namespace Lyceum.Academics.Courses
{
    /// <summary>Something a course still lacks before it may be published, and where to mend it.</summary>
    /// <param name="TextKey">What is missing; its text takes <paramref name="Args"/>.</param>
    /// <param name="Args">Values of the text.</param>
    /// <param name="Href">A page of the house, or null.</param>
    public sealed record PublishGap(string TextKey, IReadOnlyList<(string Name, object? Value)> Args, string? Href = null);

    /// <summary>A unit as a course's public page shows it.</summary>
    /// <param name="Title">The unit.</param>
    /// <param name="Lessons">Its lessons in order.</param>
    public sealed record OutlineUnit(string Title, IReadOnlyList<OutlineLesson> Lessons);

    /// <summary>A lesson as a course's public page shows it; the address is given only where a visitor may read it before enrolling.</summary>
    public sealed record OutlineLesson(string Title, int Minutes, string Icon, string? PreviewHref = null);
}

namespace Lyceum.Platform
{
    /// <summary>What rooms above know about a course.</summary>
    public static class CourseContributions
    {
        private sealed class Lists
        {
            public List<Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>>> Gaps { get; } = [];
            public Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<OutlineUnit>>>? Outline { get; set; }
        }

        private static readonly ConditionalWeakTable<Contributions, Lists> Known = [];

        extension(Contributions add)
        {
            internal IReadOnlyList<Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>>> PublishChecks => Known.GetOrCreateValue(add).Gaps;

            internal Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<OutlineUnit>>>? OutlineReading => Known.GetOrCreateValue(add).Outline;

            /// <summary>Asked before a course is published: what is still missing, from the course's id; reads only.</summary>
            public void BeforePublishing(Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>> gaps) => Known.GetOrCreateValue(add).Gaps.Add(gaps);

            /// <summary>Reads the outline a visitor may see of a course; empty where there is none yet (then the announced one is shown).</summary>
            public void CourseOutline(Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<OutlineUnit>>> read) => Known.GetOrCreateValue(add).Outline = read;
        }
    }
}
