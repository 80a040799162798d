using System.Security.Cryptography;
using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform;

/// <summary>
/// A key is claimed by the insert itself: of two requests with one key the second waits on the unique index until the first commits,
/// then returns the first one's answer. The row commits with success only, so a refused or broken act leaves the key free.
/// </summary>
internal static class Idempotency
{
    private sealed record Kept(byte[] RequestHash, string? Response, string? Address);

    /// <summary>Whether it can be a key: a header or the hidden field of a form brings anything.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= 200 && key.All(c => c is >= '!' and <= '~');

    public static async Task<Result<T>?> Claim<TCommand, T>(LyceumDb db, Actor actor, string key, TCommand command, DateTimeOffset now, CancellationToken ct)
        where TCommand : notnull where T : notnull
    {
        var name = typeof(TCommand).Name;
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, Json.Options));
        var claimed = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO platform.idempotency_keys (actor, key, command, request_hash, created_at) VALUES ({actor.Label}, {key}, {name}, {hash}, {now}) ON CONFLICT DO NOTHING", ct);
        if (claimed == 1) return null;

        var kept = await db.Database.SqlQuery<Kept>(
            $"SELECT request_hash, response::text AS response, address FROM platform.idempotency_keys WHERE actor = {actor.Label} AND key = {key} AND command = {name}").SingleOrDefaultAsync(ct);
        if (kept is null || !kept.RequestHash.AsSpan().SequenceEqual(hash)) return PlatformErrors.KeyReused;
        Result<T> answer = JsonSerializer.Deserialize<T>(kept.Response!, Json.Options)!;
        return kept.Address is null ? answer : answer.Created(kept.Address);
    }

    public static Task Keep<T>(LyceumDb db, Actor actor, string key, Result<T> result, CancellationToken ct) where T : notnull
    {
        var response = JsonSerializer.Serialize(result.Value, Json.Options);
        return db.Database.ExecuteSqlAsync(
            $"UPDATE platform.idempotency_keys SET response = {response}::jsonb, address = {result.Address} WHERE actor = {actor.Label} AND key = {key}", ct);
    }
}
