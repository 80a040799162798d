using System.Runtime.CompilerServices;
using Lyceum.Academics.Courses;
using Lyceum.Platform.Localization;

namespace Lyceum.Academics.Courses
{
    /// <summary>Something of a course that a copy may take along. Learners, attempts and marks are no part of any.</summary>
    /// <param name="Name">Names it in the API: <c>lessons</c>, <c>quiz</c>, <c>certificate</c>.</param>
    /// <param name="TextKey">Its words in the form of the copy.</param>
    /// <param name="MeansKey">What it holds, in a sentence.</param>
    public sealed record CoursePart(string Name, string TextKey, string MeansKey)
    {
        /// <summary>A part without which this one has nothing to hang on.</summary>
        public string? Needs { get; init; }

        /// <summary>
        /// Copies it and says how many rows of it there are. The new course is not in the database yet: add through the context only. Null where another part's
        /// copying takes it along.
        /// </summary>
        public Func<Platform.Act, CourseCopying, Task<Platform.Result<PartCopied>>>? Copy { get; init; }
    }

    /// <summary>How much of a part there was to copy.</summary>
    public sealed record PartCopied(int Count);

    /// <summary>A copying under way.</summary>
    /// <param name="From">The course that is copied.</param>
    /// <param name="To">The new course.</param>
    /// <param name="Parts">The names of all parts that are taken.</param>
    /// <param name="Dates">What becomes of dates.</param>
    public sealed record CourseCopying(Guid From, Guid To, IReadOnlyList<string> Parts, DateMove Dates);

    /// <summary>Dates of a copy: moved by whole days on the clocks of the school's zone, so that nine in the morning stays nine in the morning, or left out.</summary>
    /// <param name="Days">By how many days; null leaves them out.</param>
    /// <param name="Zone">The school's zone.</param>
    public sealed record DateMove(int? Days, string Zone)
    {
        /// <summary>Where this instant goes; null where dates are left out. An hour that the clocks skip on the new day is the one after it.</summary>
        public DateTimeOffset? Of(DateTimeOffset? at)
        {
            if (at is not { } instant || Days is not { } days) return null;
            var zone = Zones.Find(Zone);
            var local = TimeZoneInfo.ConvertTime(instant, zone).DateTime.AddDays(days);
            return zone.InstantOf(local) ?? zone.InstantOf(local.AddHours(1));
        }
    }
}

namespace Lyceum.Platform
{
    /// <summary>Parts of a course among the contributions.</summary>
    public static class CoursePartContributions
    {
        private static readonly ConditionalWeakTable<Contributions, List<CoursePart>> Known = [];

        extension(Contributions add)
        {
            internal IReadOnlyList<CoursePart> CourseParts => Known.GetOrCreateValue(add);

            /// <summary>Brings a part of a course that copies may take along, in the order of the rooms.</summary>
            public void CoursePart(CoursePart part) => Known.GetOrCreateValue(add).Add(part);
        }
    }
}
