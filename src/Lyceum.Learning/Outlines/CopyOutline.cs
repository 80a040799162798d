using Lyceum.Academics.Courses;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Copies the master outline of a course into that of a new one; only the copying of a course runs it, no route does.</summary>
[Requires(LearningPermissions.Author)]
public sealed record CopyOutline(CourseCopying Copying);

/// <summary>
/// Carries out <see cref="CopyOutline"/>. The new lessons are a master's own: no source ties them to the old ones, which may change or go. Files are shared by
/// content hash. Drafts stay drafts. Lessons of a kind that another room brings come along when the part of that name is chosen.
/// </summary>
public static class CopyingOutlines
{
    public const string Part = "lessons";

    public static async Task<Result<PartCopied>> Handle(CopyOutline command, Act act)
    {
        var (from, to) = (command.Copying.From, command.Copying.To);
        if (act.Db.Set<Course>().Local.All(c => c.Id != to)) return OutlineErrors.NotFound;   // into a course that this act is making, and no other
        // Locked as for every change of it: what is copied is one order, not half of two.
        var master = await act.Db.OutlinesAuthoredBy(act.Actor).Where(o => o.CourseId == from).ForUpdate().SingleOrDefaultAsync(act.Ct);
        if (master is null) return new PartCopied(0);
        var units = await act.Db.Units.AsNoTracking().Where(u => u.OutlineId == master.Id).OrderBy(u => u.Position).ToListAsync(act.Ct);
        var lessons = (await act.Db.Lessons.AsNoTracking().Where(l => l.OutlineId == master.Id).OrderBy(l => l.Position).ToListAsync(act.Ct)).ToLookup(l => l.UnitId);
        var kinds = act.Get<House>().Contributions.LessonKinds;

        var outline = new Outline { Id = act.NewId(), CourseId = to };
        act.Db.Add(outline);
        List<(Lesson From, Guid To)> pairs = [];
        foreach (var unit in units)
        {
            var copy = new Unit { Id = act.NewId(), OutlineId = outline.Id, Title = unit.Title, Position = unit.Position };
            act.Db.Add(copy);
            var place = 0;
            foreach (var lesson in lessons[unit.Id].Where(l => IsTaken(l.Kind)))
            {
                var twin = new Lesson { Id = act.NewId(), OutlineId = outline.Id, UnitId = copy.Id, Kind = lesson.Kind, Title = lesson.Title, Position = ++place, IsPublished = lesson.IsPublished };
                twin.TakeWords(lesson);
                act.Db.Add(twin);
                pairs.Add((lesson, twin.Id));
            }
        }
        foreach (var kind in kinds.Values)
        {
            (Guid, Guid)[] mine = [.. pairs.Where(p => p.From.Kind == kind.Name).Select(p => (p.From.Id, p.To))];
            if (mine.Length > 0 && kind.CopyToCourse is { } hangsOn) await hangsOn(act, mine, command.Copying.Dates);
        }
        return new PartCopied(pairs.Count);

        bool IsTaken(string kind) => !kinds.TryGetValue(kind, out var known) || known.CopyToCourse is null || command.Copying.Parts.Contains(kind);
    }
}
