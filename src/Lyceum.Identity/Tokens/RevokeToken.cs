using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Tokens;

/// <summary>Revokes one of one's own API tokens; whoever uses it is answered 401 from now on.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record RevokeToken(Guid TokenId);

/// <summary>How tokens end.</summary>
public static class RevokingTokens
{
    public static async Task<Result<Done>> Handle(RevokeToken command, Act act)
    {
        var token = await act.Db.ApiTokens.SingleOrDefaultAsync(t => t.Id == command.TokenId && t.PersonId == act.Actor.PersonId, act.Ct);
        if (token is null) return TokenErrors.NotFound;
        token.RevokedAt ??= act.Now;
        return Done.It;
    }
}
