using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Files;

/// <summary>Writes down a file whose content the store has just taken. Made from what <see cref="FileStore.SaveAsync"/> answered, never from a request.</summary>
[Requires(FilePermissions.Upload)]
public sealed record KeepFile([StringLength(64, MinimumLength = 64)] string Hash, [Range(1L, long.MaxValue)] long Size, string MediaType, [StringLength(255, MinimumLength = 1)] string Name, FilePurpose Purpose)
{
    /// <summary>The command for content just stored.</summary>
    public static KeepFile Of(StoredContent content, FilePurpose purpose) => new(content.Hash, content.Size, content.MediaType, content.Name, purpose);
}

/// <summary>Keeps files, within a day's share.</summary>
public static class KeepingFiles
{
    /// <summary>What one person may bring in 24 hours: 1 GiB.</summary>
    public const long DailyShare = 1L << 30;

    public static async Task<Result<FileView>> Handle(KeepFile command, Act act)
    {
        if (act.Actor.PersonId is { } person)
        {
            // Two uploads of one person at the same moment would both see the share before the other: they take turns until the door commits.
            var turn = $"platform.files.share:{person:n}";
            await act.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({turn}, 0))", act.Ct);
            if (await FileQueries.BroughtToday(act.Db, person, act.Now, act.Ct) + command.Size > DailyShare) return FileErrors.QuotaUsed;
        }
        // The same content brought by two at once: the second waits for the first's commit and then finds the row there. It holds that row, so that
        // content nobody needed until now is not swept between this line and the file that needs it.
        await act.Db.Database.ExecuteSqlAsync($"INSERT INTO platform.blobs (hash, size, created_at) VALUES ({command.Hash}, {command.Size}, {act.Now}) ON CONFLICT (hash) DO UPDATE SET size = EXCLUDED.size", act.Ct);
        var file = new StoredFile
        {
            Hash = command.Hash,
            Size = command.Size,
            MediaType = command.MediaType,
            Name = command.Name,
            OwnerId = act.Actor.PersonId,
            Purpose = command.Purpose,
            CreatedAt = act.Now,
        };
        act.Db.Add(file);
        return ((Result<FileView>)file.ToView()).Created($"/api/v1/files/{file.Id}");
    }
}
