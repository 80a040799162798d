namespace Lyceum.Learning.Outlines;

/// <summary>Something with a place in an order, counted from 1.</summary>
internal interface IPlaced
{
    Guid Id { get; }

    int Position { get; set; }
}

/// <summary>Keeps an order without gaps. Callers hold the lock of the outline, so that two who move at once move one after the other.</summary>
internal static class Places
{
    /// <summary>Puts the item at this place of the list (from 1; beyond the end is the end) and numbers all anew. It may come from another list.</summary>
    public static void Put<T>(List<T> ordered, T item, int position) where T : class, IPlaced
    {
        ordered.RemoveAll(x => x.Id == item.Id);
        ordered.Insert(Math.Clamp(position - 1, 0, ordered.Count), item);
        Close(ordered);
    }

    /// <summary>Numbers the list from 1 as it stands.</summary>
    public static void Close<T>(IEnumerable<T> ordered) where T : class, IPlaced
    {
        var place = 0;
        foreach (var item in ordered)
            if (item.Position != ++place) item.Position = place;
    }
}
