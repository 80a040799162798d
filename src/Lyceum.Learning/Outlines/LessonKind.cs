using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;

namespace Lyceum.Learning.Outlines
{
    /// <summary>
    /// A kind of lesson a room brings. Text, video, file and link are Learning's own; a quiz is Assessment's: a lesson row of kind <c>quiz</c>
    /// whose questions hang on the lesson's id.
    /// </summary>
    public sealed record LessonKind
    {
        /// <summary>Stored in <c>lessons.kind</c>; the text key <c>learning.kind.{name}</c> says it.</summary>
        public required string Name { get; init; }

        /// <summary>Name of an icon of the house.</summary>
        public required string Icon { get; init; }

        /// <summary>True when reading to the end completes it; false when only its room does, by <c>CompleteByResult</c>.</summary>
        public bool CompletesByReading { get; init; }

        /// <summary>Where a learner opens it, from course slug, section code and lesson id; null is Learning's player.</summary>
        public Func<string, string, Guid, string>? PlayerHref { get; init; }

        /// <summary>Where an instructor edits it, from course slug and lesson id; null is Learning's editor.</summary>
        public Func<string, Guid, string>? EditorHref { get; init; }

        /// <summary>What is still missing before these lessons may be published: lesson id and text key each.</summary>
        public Func<LyceumDb, IReadOnlyList<Guid>, CancellationToken, Task<IReadOnlyList<(Guid LessonId, string TextKey)>>>? Missing { get; init; }

        /// <summary>
        /// Copies what hangs on a lesson when an outline is copied, and again when the master's lesson has changed since: pairs of the master's lesson and its copy.
        /// The copies may not be in the database yet: add through the context only.
        /// </summary>
        public Func<Platform.Act, IReadOnlyList<(Guid From, Guid To)>, Task>? Copy { get; init; }

        /// <summary>
        /// Copies what hangs on a lesson when a course is copied into a new one: pairs of lessons, and what becomes of dates. Lessons of a kind that has this come along
        /// only with the course's part of the kind's name (<c>add.CoursePart</c>). Add through the context only.
        /// </summary>
        public Func<Platform.Act, IReadOnlyList<(Guid From, Guid To)>, Academics.Courses.DateMove, Task>? CopyToCourse { get; init; }
    }
}

namespace Lyceum.Platform
{
    /// <summary>Lesson kinds among the contributions.</summary>
    public static class LessonKindContributions
    {
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Contributions, Dictionary<string, LessonKind>> Kinds = [];

        extension(Contributions add)
        {
            /// <summary>Every kind of lesson this house knows, by name.</summary>
            public IReadOnlyDictionary<string, LessonKind> LessonKinds => Kinds.GetOrCreateValue(add);

            /// <summary>Brings a kind of lesson.</summary>
            public void LessonKind(LessonKind kind) => Kinds.GetOrCreateValue(add).Add(kind.Name, kind);
        }
    }
}
