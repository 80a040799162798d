using Lyceum.Academics;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>
/// Brings a section's outline up to date with the course's master: the first time as a copy of all published lessons; later new published
/// lessons are added, texts and order follow, and what was taken back disappears unless a learner has begun it (ADR 0020).
/// </summary>
[Requires(LearningPermissions.Author)]
public sealed record UpdateSectionOutline(Guid SectionId);

/// <summary>What changed in the section: lessons added, changed in words, and withdrawn.</summary>
public sealed record OutlineCarried(int Added, int Changed, int Withdrawn);

/// <summary>Carries out <see cref="UpdateSectionOutline"/>.</summary>
public static class UpdatingSectionOutlines
{
    public static async Task<Result<OutlineCarried>> Handle(UpdateSectionOutline command, Act act)
    {
        var courses = act.Db.CoursesAuthoredBy(act.Actor);
        var section = await act.Db.Sections.AsNoTracking().Where(s => s.Id == command.SectionId && courses.Any(c => c.Id == s.CourseId)).SingleOrDefaultAsync(act.Ct);
        if (section is null) return OutlineErrors.NotFound;

        // Master before section, always: an author who moves lessons waits, and two who carry over at once come one after the other.
        var master = await act.Db.Outlines.ForUpdate().SingleOrDefaultAsync(o => o.CourseId == section.CourseId && o.SectionId == null, act.Ct);
        if (master is null) return new OutlineCarried(0, 0, 0);
        await act.Db.Database.ExecuteSqlAsync(
            $"INSERT INTO learning.outlines (id, course_id, section_id) VALUES ({act.NewId()}, {section.CourseId}, {section.Id}) ON CONFLICT (section_id) DO NOTHING", act.Ct);
        var outline = await act.Db.Outlines.ForUpdate().SingleAsync(o => o.SectionId == section.Id, act.Ct);

        var copy = new OutlineCopy(
            outline.Id, act.NewId,
            await Ordered(act, master.Id), await act.UnitsOf(master.Id),
            await Ordered(act, outline.Id), await act.UnitsOf(outline.Id),
            await Begun(act, outline.Id));
        copy.Carry();
        act.Db.AddRange(copy.NewUnits);
        act.Db.AddRange(copy.NewLessons);
        await CopyWhatHangsOn(act, [.. copy.NewLessons, .. copy.ChangedLessons]);
        await SectionCounts.Renew(act, section.Id, outline.Id, copy.Published);
        return new OutlineCarried(copy.NewLessons.Count, copy.ChangedLessons.Count, copy.Withdrawn);
    }

    private static Task<List<Lesson>> Ordered(Act act, Guid outlineId) =>
        act.Db.Lessons.Where(l => l.OutlineId == outlineId).OrderBy(l => l.Position).ToListAsync(act.Ct);

    private static async Task<HashSet<Guid>> Begun(Act act, Guid outlineId)
    {
        var lessons = act.Db.Lessons;
        return await act.Db.LessonProgress.Where(p => lessons.Any(l => l.Id == p.LessonId && l.OutlineId == outlineId)).Select(p => p.LessonId).Distinct().ToHashSetAsync(act.Ct);
    }

    private static async Task CopyWhatHangsOn(Act act, IReadOnlyList<Lesson> carried)
    {
        foreach (var kind in act.Get<House>().Contributions.LessonKinds.Values)
        {
            if (kind.Copy is null) continue;
            (Guid, Guid)[] pairs = [.. carried.Where(l => l.Kind == kind.Name).Select(l => (l.SourceId!.Value, l.Id))];
            if (pairs.Length > 0) await kind.Copy(act, pairs);
        }
    }
}
