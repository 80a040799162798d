using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Gives a unit another title.</summary>
[Requires(LearningPermissions.Author)]
public sealed record RenameUnit(Guid UnitId, [Required, StringLength(200)] string Title);

/// <summary>Carries out <see cref="RenameUnit"/>.</summary>
public static class RenamingUnits
{
    public static async Task<Result<Done>> Handle(RenameUnit command, Act act)
    {
        if (await act.UnitToWrite(command.UnitId) is not { } unit) return OutlineErrors.NotFound;
        if (act.CheckVersion(unit.Version) is { } stale) return stale;
        unit.Title = command.Title.Trim();
        return Done.It;
    }
}

/// <summary>Moves a unit to another place of its outline.</summary>
/// <param name="Position">From 1; beyond the end is the end.</param>
[Requires(LearningPermissions.Author)]
public sealed record MoveUnit(Guid UnitId, [Range(1, 1000)] int Position);

/// <summary>Carries out <see cref="MoveUnit"/>.</summary>
public static class MovingUnits
{
    public static async Task<Result<Done>> Handle(MoveUnit command, Act act)
    {
        if (await act.UnitToWrite(command.UnitId) is not { } unit) return OutlineErrors.NotFound;
        Places.Put(await act.UnitsOf(unit.OutlineId), unit, command.Position);
        return Done.It;
    }
}

/// <summary>Takes a unit away. One with lessons goes only when another unit of the outline takes them over, at its end.</summary>
[Requires(LearningPermissions.Author), InPerson]
public sealed record RemoveUnit(Guid UnitId, Guid? MoveLessonsTo);

/// <summary>Carries out <see cref="RemoveUnit"/>.</summary>
public static class RemovingUnits
{
    public static async Task<Result<Done>> Handle(RemoveUnit command, Act act)
    {
        if (await act.UnitToWrite(command.UnitId) is not { } unit) return OutlineErrors.NotFound;
        var units = await act.UnitsOf(unit.OutlineId);
        var lessons = await act.LessonsOf(unit.Id);
        if (lessons.Count > 0)
        {
            if (command.MoveLessonsTo is not { } heirId || heirId == unit.Id) return OutlineErrors.UnitHasLessons;
            if (units.Find(u => u.Id == heirId) is not { } heir) return OutlineErrors.NotFound;
            var kept = await act.LessonsOf(heir.Id);
            foreach (var lesson in lessons) lesson.UnitId = heir.Id;
            kept.AddRange(lessons);
            Places.Close(kept);
        }
        units.Remove(unit);
        Places.Close(units);
        act.Db.Remove(unit);
        return Done.It;
    }
}
