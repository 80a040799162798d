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

    /// <summary>Something that is under way in a course that somebody is about to archive, counted.</summary>
    /// <param name="TextKey">What is counted; a counting text of <c>count</c>.</param>
    /// <param name="MeansKey">What becomes of it.</param>
    /// <param name="Count">How many; nothing is said of none.</param>
    public sealed record UnderWay(string TextKey, string MeansKey, int Count);

    /// <summary>Another place where something of a course is made; its editor leads there.</summary>
    /// <param name="TextKey">The words of the link.</param>
    /// <param name="Icon">A name of <c>assets/icons.txt</c>.</param>
    /// <param name="Href">The address, from the course's slug (already escaped).</param>
    /// <param name="Permission">Who sees it.</param>
    public sealed record CourseTool(string TextKey, string Icon, Func<string, string> Href, string Permission);

    /// <summary>A unit as a course's public page shows it.</summary>
    /// <param name="Title">The unit.</param>
    /// <param name="Lessons">Its lessons in order.</param>
    public sealed record OutlineUnit(string Title, IReadOnlyList<OutlineLesson> Lessons);

    /// <summary>A lesson as a course's public page shows it; the address is given only where one may read it before enrolling.</summary>
    /// <param name="Title">The lesson.</param>
    /// <param name="Minutes">Expected minutes of study; 0 where nobody said.</param>
    /// <param name="Icon">A name of <c>assets/icons.txt</c>.</param>
    /// <param name="PreviewHref">Where it is read before enrolling, or null.</param>
    /// <param name="PreviewTextKey">To whom that is open, in words.</param>
    public sealed record OutlineLesson(string Title, int Minutes, string Icon, string? PreviewHref = null, string? PreviewTextKey = null);
}

namespace Lyceum.Platform
{
    /// <summary>What rooms above know about a course.</summary>
    public static class CourseContributions
    {
        private sealed class Lists
        {
            public List<Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>>> Gaps { get; } = [];
            public Func<LyceumDb, Guid, DateTimeOffset, CancellationToken, Task<IReadOnlyList<OutlineUnit>>>? Outline { get; set; }
            public List<CourseTool> Tools { get; } = [];
            public List<Func<LyceumDb, Guid, CancellationToken, Task<UnderWay>>> UnderWay { get; } = [];
        }

        private static readonly ConditionalWeakTable<Contributions, Lists> Known = [];

        extension(Contributions add)
        {
            internal IReadOnlyList<Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>>> PublishChecks => Known.GetOrCreateValue(add).Gaps;

            internal IReadOnlyList<Func<LyceumDb, Guid, CancellationToken, Task<UnderWay>>> ArchiveCounts => Known.GetOrCreateValue(add).UnderWay;

            internal IReadOnlyList<CourseTool> CourseTools => Known.GetOrCreateValue(add).Tools;

            internal Func<LyceumDb, Guid, DateTimeOffset, CancellationToken, Task<IReadOnlyList<OutlineUnit>>>? OutlineReading => Known.GetOrCreateValue(add).Outline;

            /// <summary>Asked before a course is published: what is still missing, from the course's id; reads only.</summary>
            public void BeforePublishing(Func<LyceumDb, Guid, CancellationToken, Task<IReadOnlyList<PublishGap>>> gaps) => Known.GetOrCreateValue(add).Gaps.Add(gaps);

            /// <summary>Counted before a course is archived, from the course's id; reads only.</summary>
            public void BeforeArchiving(Func<LyceumDb, Guid, CancellationToken, Task<UnderWay>> count) => Known.GetOrCreateValue(add).UnderWay.Add(count);

            /// <summary>Puts a link on the editor of a course and on the teaching pages of its sections.</summary>
            public void CourseTool(CourseTool tool) => Known.GetOrCreateValue(add).Tools.Add(tool);

            /// <summary>Reads the outline a visitor may see of a course; empty where there is none yet (then the announced one is shown).</summary>
            public void CourseOutline(Func<LyceumDb, Guid, DateTimeOffset, CancellationToken, Task<IReadOnlyList<OutlineUnit>>> read) => Known.GetOrCreateValue(add).Outline = read;
        }
    }
}
