using System.Security.Cryptography;
using System.Text;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>
/// Counts failures and says when the next try may come (A4). Four buckets: the account as typed (known or not, by hash), or instead of it the browser
/// that has signed in to it before; the client's address; everybody. An account waits 10 s after five failures, then twice as long each time up to
/// 15 minutes: under a hundred guesses a day (NIST SP 800-63B-4 §3.2.2 allows a hundred in a row). Address and everybody are generous and never stop
/// a browser or an address that the account has signed in from: one person must not lock a class out.
/// </summary>
internal static class Throttle
{
    internal const int FreeFailures = 5;
    internal const int AddressFailures = 100;
    internal const int GlobalFailures = 3000;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AccountMemory = TimeSpan.FromHours(24);
    private static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(15);

    private sealed record Row(string Bucket, int Failures, DateTimeOffset FirstAt, DateTimeOffset LastAt);

    /// <summary>The bucket of an address as typed.</summary>
    public static string ForEmail(string email) => "account:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)))[..32];

    /// <summary>The bucket of a browser that has signed in to this account before.</summary>
    public static string ForDevice(Guid device) => $"device:{device:n}";

    /// <summary>The bucket of second steps: a stranger who knows the password must not guess a million codes.</summary>
    public static string ForCode(Guid account) => $"code:{account:n}";

    /// <summary>The bucket of a passkey, known or not.</summary>
    public static string ForPasskey(byte[] credentialId) => "passkey:" + Convert.ToHexStringLower(SHA256.HashData(credentialId))[..32];

    /// <summary>The bucket of mails asked for: registration, reset.</summary>
    public static string ForMail(string email) => "mail:" + ForEmail(email)[8..];

    private static string ForAddress(Call call) => $"address:{call.ClientAddress?.ToString() ?? "none"}";

    /// <summary>How long to wait, or null to go on. <paramref name="trusted"/>: this browser or this address has signed in to the account before.</summary>
    public static async Task<TimeSpan?> Wait(Act act, string bucket, bool trusted)
    {
        var address = ForAddress(act.Call);
        var rows = await act.Db.Database.SqlQuery<Row>(
            $"SELECT bucket, failures, first_at, last_at FROM identity.attempts WHERE bucket IN ({bucket}, {address}, 'everybody')").ToListAsync(act.Ct);
        TimeSpan? longest = null;
        foreach (var row in rows)
        {
            var until = row.Bucket == bucket ? AccountUntil(row) : trusted ? null : WindowUntil(row, row.Bucket == address ? AddressFailures : GlobalFailures);
            if (until - act.Now is { Ticks: > 0 } wait && (longest is null || wait > longest)) longest = wait;
        }
        return longest;
    }

    /// <summary>
    /// Parallel guesses would all read the count from before any of them failed; so one bucket is tried by one at a time. Not queued but refused:
    /// waiting requests would each hold a connection.
    /// </summary>
    public static async Task<bool> TakeTurn(Act act, string bucket) =>
        (await act.Db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended({bucket}, 20)) AS \"Value\"").ToListAsync(act.Ct))[0];

    /// <summary>Writes one more failure to the bucket, the client's address and everybody; meant for <c>refusal.Recording(…)</c>.</summary>
    public static async Task CountFailure(Act act, string bucket)
    {
        await Count(act, bucket, AccountMemory);
        await Count(act, ForAddress(act.Call), AddressWindow);
        await Count(act, "everybody", AddressWindow);
    }

    /// <summary>A count that begins anew when the bucket has been quiet (account) or its window is over (address). One statement: two at once both count.</summary>
    public static Task Count(Act act, string bucket, TimeSpan memory)
    {
        var forget = act.Now - memory;
        return act.Db.Database.ExecuteSqlAsync($"""
            INSERT INTO identity.attempts AS a (bucket, failures, first_at, last_at) VALUES ({bucket}, 1, {act.Now}, {act.Now})
            ON CONFLICT (bucket) DO UPDATE SET
                failures = CASE WHEN a.first_at < {forget} THEN 1 ELSE a.failures + 1 END,
                first_at = CASE WHEN a.first_at < {forget} THEN excluded.first_at ELSE a.first_at END,
                last_at = excluded.last_at
            """, act.Ct);
    }

    /// <summary>Success: the bucket is empty again. Address and everybody stay: a guesser also succeeds now and then.</summary>
    public static Task Forget(Act act, string bucket) => act.Db.Database.ExecuteSqlAsync($"DELETE FROM identity.attempts WHERE bucket = {bucket}", act.Ct);

    /// <summary>True when more than <paramref name="most"/> were counted within the window: for mails, which are not failures.</summary>
    public static async Task<bool> IsOver(Act act, string bucket, int most, TimeSpan window)
    {
        var since = act.Now - window;
        return await act.Db.Database.SqlQuery<int>($"SELECT failures AS \"Value\" FROM identity.attempts WHERE bucket = {bucket} AND first_at > {since}").AnyAsync(n => n >= most, act.Ct);
    }

    private static DateTimeOffset? AccountUntil(Row row)
    {
        if (row.Failures < FreeFailures) return null;
        var doubled = Math.Min(row.Failures - FreeFailures, 10);
        var wait = FirstWait * (1 << doubled);
        return row.LastAt + (wait < LongestWait ? wait : LongestWait);
    }

    private static DateTimeOffset? WindowUntil(Row row, int most) => row.Failures < most ? null : row.FirstAt + AddressWindow;
}
