using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>
/// Every change of an outline's order locks the outline row first and reads units and lessons after it: what is read is what the one before
/// left behind, so places stay without gaps however many move at once.
/// </summary>
internal static class OutlineLocks
{
    /// <summary>The unit, with its outline locked; null when this actor may not write it.</summary>
    public static async Task<Unit?> UnitToWrite(this Act act, Guid id)
    {
        var units = act.Db.Units;
        var outline = await act.Db.OutlinesAuthoredBy(act.Actor).Where(o => units.Any(u => u.Id == id && u.OutlineId == o.Id)).ForUpdate().SingleOrDefaultAsync(act.Ct);
        return outline is null ? null : await act.Db.Units.SingleOrDefaultAsync(u => u.Id == id && u.OutlineId == outline.Id, act.Ct);
    }

    /// <summary>The lesson, with its outline locked; null when this actor may not write it.</summary>
    public static async Task<Lesson?> LessonToWrite(this Act act, Guid id)
    {
        var lessons = act.Db.Lessons;
        var outline = await act.Db.OutlinesAuthoredBy(act.Actor).Where(o => lessons.Any(l => l.Id == id && l.OutlineId == o.Id)).ForUpdate().SingleOrDefaultAsync(act.Ct);
        return outline is null ? null : await act.Db.Lessons.SingleOrDefaultAsync(l => l.Id == id && l.OutlineId == outline.Id, act.Ct);
    }

    public static Task<List<Unit>> UnitsOf(this Act act, Guid outlineId) =>
        act.Db.Units.Where(u => u.OutlineId == outlineId).OrderBy(u => u.Position).ToListAsync(act.Ct);

    public static Task<List<Lesson>> LessonsOf(this Act act, Guid unitId) =>
        act.Db.Lessons.Where(l => l.UnitId == unitId).OrderBy(l => l.Position).ToListAsync(act.Ct);
}
