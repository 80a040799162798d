using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Strikes out one batch of pictures that were replaced or taken away. They count in their owner's share of uploads for a day, so they stay that long.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record ForgetAvatars([Range(1, 10_000)] int AtMost);

/// <summary>Pictures that are nobody's any more do not stay.</summary>
public static class ForgettingAvatars
{
    internal const string JobKind = "identity.forget_avatars";
    private const int Batch = 1_000;

    public static async Task<Result<Deleted>> Handle(ForgetAvatars command, Act act)
    {
        var (people, before) = (act.Db.People, act.Now.AddDays(-1));
        var unused = await act.Db.Files
            .Where(f => f.Purpose == FilePurpose.Portrait && f.CreatedAt < before && !people.Any(p => p.AvatarHash == f.Hash && (f.OwnerId == null || p.Id == f.OwnerId)))
            .OrderBy(f => f.CreatedAt).Take(command.AtMost).Select(f => f.Id).ToListAsync(act.Ct);
        return await act.Run(new ForgetFiles(unused), SweepingContent.Handle);
    }

    internal static async Task Run(NoPayload _, JobRun run)
    {
        var forgotten = await run.Run(new ForgetAvatars(Batch), Handle);
        if (!forgotten.Ok) throw JobRun.Refused(forgotten.Refusal);
    }
}
