using Lyceum.Platform;

namespace Lyceum.Identity.SignIns;

/// <summary>Whether people can sign in: accounts and sessions can be read, and while the school is read-only no new session is kept.</summary>
internal static class SignInStatus
{
    public static async Task<PartState> Check(StatusReading r)
    {
        await using var read = r.Database.CreateCommand("SELECT (SELECT id FROM identity.accounts LIMIT 1), (SELECT id FROM identity.sessions LIMIT 1)");
        await read.ExecuteScalarAsync(r.Ct);
        return r.IsReadOnly ? PartState.Partly : PartState.Works;
    }
}
