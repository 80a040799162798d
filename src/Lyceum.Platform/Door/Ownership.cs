using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform;

/// <summary>
/// A room writes only its own schema: what a handler changed must be of the room its command belongs to (or Platform's machinery:
/// audit, outbox, jobs). What an inner handler of another room changed was claimed when that handler returned.
/// </summary>
internal sealed class Ownership
{
    private readonly HashSet<object> _claimed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Claims what has been changed since the last claim for the room of this command; another room's rows among them are a bug.</summary>
    public void Claim(LyceumDb db, Type command)
    {
        var room = Room(command);
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached || !_claimed.Add(entry.Entity)) continue;
            var schema = entry.Metadata.GetSchema();
            if (schema != room && schema != "platform" && room is not ("lyceum" or "tests"))
                throw new InvalidOperationException($"{command.FullName} of room '{room}' changed {schema}.{entry.Metadata.GetTableName()}: use that room's command.");
        }
    }

    /// <summary>The composition root and the tests stand above all rooms.</summary>
    public static string Room(Type command) => command.Assembly.GetName().Name!.Split('.')[^1].ToLowerInvariant();
}
