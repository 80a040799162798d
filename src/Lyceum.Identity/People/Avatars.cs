using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Puts a picture of oneself in the place of the one before (A1). Made from what <see cref="FileUpload"/> read, never from a request's words.</summary>
[Requires(IdentityPermissions.OwnAccount)]
public sealed record SetAvatar([Required] KeepFile Picture);

/// <summary>Gives somebody a picture; seeding does.</summary>
[Requires(IdentityPermissions.SeedAccounts)]
public sealed record GiveAvatar(Guid PersonId, [Required] KeepFile Picture);

/// <summary>Takes one's picture away; one's initials are shown again.</summary>
[Requires(IdentityPermissions.OwnAccount)]
public sealed record RemoveAvatar;

/// <summary>How somebody is shown: a link to the picture that works for a short while, or the initials that stand in its place.</summary>
public sealed record AvatarView(string Initials, string? Url, string? Hash, string? MediaType);

/// <summary>How pictures of people are changed.</summary>
public static class ChangingAvatars
{
    public static Task<Result<Done>> Handle(SetAvatar command, Act act) => Set(act, act.Actor.PersonId ?? Guid.Empty, command.Picture);

    public static Task<Result<Done>> Handle(GiveAvatar command, Act act) => Set(act, command.PersonId, command.Picture);

    private static async Task<Result<Done>> Set(Act act, Guid id, KeepFile picture)
    {
        if (await Find(act, id) is not { } person) return PersonErrors.NotFound;
        if (act.CheckVersion(person.Version) is { } stale) return stale;
        if (picture.Purpose != FilePurpose.Portrait) return FileErrors.KindNotTaken(FilePurpose.Portrait);
        if (person.AvatarHash == picture.Hash) return Done.It;   // sent twice
        // In the same act: a picture that was not taken on must leave no file behind.
        var kept = await act.Run(picture, KeepingFiles.Handle);
        if (!kept.Ok) return kept.Refusal;
        person.Picture(kept.Value.Hash, kept.Value.MediaType);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(RemoveAvatar command, Act act)
    {
        if (await Find(act, act.Actor.PersonId ?? Guid.Empty) is not { } person) return PersonErrors.NotFound;
        if (act.CheckVersion(person.Version) is { } stale) return stale;
        person.Picture(null, null);
        return Done.It;
    }

    private static Task<Person?> Find(Act act, Guid id) => act.Db.People.SingleOrDefaultAsync(p => p.Id == id, act.Ct);
}

/// <summary>Reads of pictures. Whoever may read a row that carries one may see it: the link is made for them from that row, and ends.</summary>
public static class AvatarQueries
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    /// <summary>How oneself is shown.</summary>
    internal static Task<Result<AvatarView>> Mine(LyceumDb db, Call call, FileLinks links, CancellationToken ct) => Of(call.Actor.PersonId ?? Guid.Empty, db, call, links, ct);

    /// <summary>How a person is shown, to those who may see the person.</summary>
    internal static async Task<Result<AvatarView>> Of(Guid id, LyceumDb db, Call call, FileLinks links, CancellationToken ct)
    {
        if (id != call.Actor.PersonId && !call.Actor.Reaches(IdentityPermissions.ReadPeople, Reach.All)) return PersonErrors.NotFound;
        var person = await db.PersonNames.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        return person is null ? PersonErrors.NotFound
            : new AvatarView(Avatar.Initials(person.DisplayName), links.Portrait(person.AvatarHash, person.AvatarType), person.AvatarHash, person.AvatarType);
    }

    extension(FileLinks links)
    {
        /// <summary>The address of a person's picture on the content origin, or null where there is none.</summary>
        public string? Portrait(string? hash, string? mediaType) =>
            hash is null || mediaType is null ? null : links.For(hash, "portrait." + mediaType[(mediaType.IndexOf('/', StringComparison.Ordinal) + 1)..], mediaType, Lasts);
    }
}
