using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Apps;

/// <summary>Signs an app out by either of its tokens; one that is not known was over already (RFC 7009 §2.2).</summary>
[Open("whoever has a token of the app is the app")]
public sealed record EndApp([property: JsonIgnore, Required, StringLength(100)] string Token);

/// <summary>How an app signs out.</summary>
public static class EndingApps
{
    public static async Task<Result<Done>> Handle(EndApp command, Act act)
    {
        var hash = Secret.Hash(command.Token);
        var pairs = act.Db.TokenPairs;
        var session = await act.Db.Sessions.SingleOrDefaultAsync(s => pairs.Any(p => p.SessionId == s.Id && (p.RefreshHash == hash || p.AccessHash == hash)), act.Ct);
        session?.End(EndReason.SignedOut, act.Now);
        return Done.It;
    }
}
