namespace Lyceum.Learning.Outlines;

/// <summary>The comparison of a section's outline with the master, and what follows from it. Pure: no database.</summary>
internal sealed class OutlineCopy(
    Guid outlineId, Func<Guid> newId, IReadOnlyList<Lesson> masterLessons, IReadOnlyList<Unit> masterUnits,
    IReadOnlyList<Lesson> lessons, IReadOnlyList<Unit> units, IReadOnlySet<Guid> begun)
{
    public List<Unit> NewUnits { get; } = [];

    public List<Lesson> NewLessons { get; } = [];

    public List<Lesson> ChangedLessons { get; } = [];

    public int Withdrawn { get; private set; }

    /// <summary>Lessons that learners see afterwards.</summary>
    public int Published => NewLessons.Count + lessons.Count(l => l.IsPublished);

    public void Carry()
    {
        var published = masterLessons.Where(l => l.IsPublished).ToLookup(l => l.UnitId);
        var unitOf = units.Where(u => u.SourceId is not null).ToDictionary(u => u.SourceId!.Value);
        var lessonOf = lessons.Where(l => l.SourceId is not null).ToDictionary(l => l.SourceId!.Value);
        var kept = new HashSet<Guid>();
        List<Unit> order = [];
        Dictionary<Guid, List<Lesson>> places = [];

        foreach (var source in masterUnits)
        {
            if (!unitOf.TryGetValue(source.Id, out var unit))
            {
                if (!published.Contains(source.Id)) continue;
                unit = new Unit { Id = newId(), OutlineId = outlineId, Title = source.Title, SourceId = source.Id };
                NewUnits.Add(unit);
            }
            if (unit.Title != source.Title) unit.Title = source.Title;
            order.Add(unit);
            var here = places[unit.Id] = [];
            foreach (var lesson in published[source.Id])
            {
                var copy = lessonOf.TryGetValue(lesson.Id, out var known) ? Refresh(known, lesson) : Add(lesson);
                copy.UnitId = unit.Id;
                kept.Add(copy.Id);
                here.Add(copy);
            }
        }
        foreach (var unit in units.Where(u => !order.Contains(u))) order.Add(unit);   // units the master no longer has, at the end
        foreach (var lesson in lessons.Where(l => !kept.Contains(l.Id)))
        {
            // What somebody has begun stays in sight; the rest leaves the plan but keeps its row.
            if (lesson.IsPublished && !begun.Contains(lesson.Id))
            {
                lesson.IsPublished = false;
                Withdrawn++;
            }
            if (!places.TryGetValue(lesson.UnitId, out var there)) places[lesson.UnitId] = there = [];
            there.Add(lesson);
        }
        Places.Close(order);
        foreach (var there in places.Values) Places.Close(there);
    }

    private Lesson Refresh(Lesson copy, Lesson master)
    {
        if (copy.SourceVersion != master.Version || !copy.IsPublished)
        {
            copy.CarryOver(master);
            copy.IsPublished = true;
            ChangedLessons.Add(copy);
        }
        return copy;
    }

    private Lesson Add(Lesson master)
    {
        var copy = new Lesson { Id = newId(), OutlineId = outlineId, Kind = master.Kind, Title = master.Title, SourceId = master.Id, IsPublished = true };
        copy.CarryOver(master);
        NewLessons.Add(copy);
        return copy;
    }
}
