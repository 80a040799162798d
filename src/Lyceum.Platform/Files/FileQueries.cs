using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Files;

/// <summary>Files as upper rooms join them.</summary>
public static class FileSets
{
    extension(LyceumDb db)
    {
        /// <summary>Every file's facts, for joining by id. Whose content may be given out is the joining room's rule.</summary>
        public IQueryable<FileView> Files => db.Set<StoredFile>().AsNoTracking().Select(f => new FileView
        {
            Id = f.Id, Hash = f.Hash, Size = f.Size, MediaType = f.MediaType, Name = f.Name, OwnerId = f.OwnerId, Purpose = f.Purpose, CreatedAt = f.CreatedAt,
        });
    }
}

/// <summary>Reads of files.</summary>
public static class FileQueries
{
    /// <summary>A file of the actor's own (of anyone, with reach over all), or not found. What a room calls before it puts a file that was named to it to use.</summary>
    public static async Task<Result<FileView>> Visible(LyceumDb db, Actor actor, Guid id, CancellationToken ct)
    {
        var all = actor.Reaches(FilePermissions.Read, Reach.All);
        var me = actor.PersonId;
        var file = await db.Files.Where(f => all || (me != null && f.OwnerId == me)).SingleOrDefaultAsync(f => f.Id == id, ct);
        return file is null ? FileErrors.NotFound : file;
    }

    internal static async Task<long> BroughtToday(LyceumDb db, Guid person, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        return await db.Set<StoredFile>().Where(f => f.OwnerId == person && f.CreatedAt > since).SumAsync(f => f.Size, ct);
    }
}
