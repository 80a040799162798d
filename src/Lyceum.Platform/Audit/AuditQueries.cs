using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Audit;

/// <summary>A line of the log. Sequence is null for the moment until the sealer has been there.</summary>
public sealed record AuditLine(Guid Id, DateTimeOffset At, string Actor, Guid? PersonId, string Action, string Entity, Guid? EntityId, string? Reason, string RequestId, string Channel, long? Sequence, Guid? AsPersonId = null);

/// <summary>An entry with what it changed and its place in the chain; hashes in hexadecimal, null until sealed.</summary>
public sealed record AuditDetail(
    Guid Id, DateTimeOffset At, string Actor, Guid? PersonId, Guid? SessionId, string Action, string Entity, Guid? EntityId, JsonElement? Before, JsonElement? After,
    string? Reason, string RequestId, string Channel, string? ClientAddress, long? Sequence, string? Hash, string? PreviousHash, int SameRequest, Guid? AsPersonId = null);

/// <summary>Which entries to show: by the person who acted or for whom somebody acted, by the thing, by the beginning of the action, by request, by time (from included, to excluded).</summary>
public readonly record struct AuditFilter(Guid? Actor, Guid? Entity, string? Action, string? Request, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Reads of the audit log; whoever may read it reads all of it.</summary>
public static class AuditQueries
{
    private sealed record Key(DateTimeOffset At, Guid Id);

    /// <summary>The newest first.</summary>
    public static async Task<Result<Page<AuditLine>>> List(LyceumDb db, [AsParameters] AuditFilter filter, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Key>();
        if (!after.Ok) return after.Refusal;
        var query = Matching(db, filter);
        if (after.Value.Key is { } key)
        {
            var (at, id) = (key.At.ToUniversalTime(), key.Id);
            query = query.Where(e => e.At < at || (e.At == at && e.Id.CompareTo(id) < 0));
        }
        var seals = db.Set<AuditSeal>();
        var rows = await query.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(page.Take)
            .Select(e => new AuditLine(e.Id, e.At, e.Actor, e.PersonId, e.Action, e.Entity, e.EntityId, e.Reason, e.RequestId, e.Channel,
                seals.Where(s => s.EntryId == e.Id).Select(s => (long?)s.Sequence).FirstOrDefault(), e.AsPersonId))
            .ToListAsync(ct);
        return Page<AuditLine>.Of(rows, page, l => new Key(l.At, l.Id));
    }

    /// <summary>One entry with before, after and chain position.</summary>
    public static async Task<Result<AuditDetail>> One(LyceumDb db, Guid id, CancellationToken ct)
    {
        var seals = db.Set<AuditSeal>();
        var entries = db.Set<AuditEntry>();
        var row = await entries.AsNoTracking().Where(e => e.Id == id)
            .Select(e => new
            {
                Entry = e,
                Seal = seals.FirstOrDefault(s => s.EntryId == e.Id),
                Previous = seals.Where(s => s.Sequence == seals.Where(x => x.EntryId == e.Id).Select(x => x.Sequence).FirstOrDefault() - 1).Select(s => s.Hash).FirstOrDefault(),
                Same = entries.Count(o => o.RequestId == e.RequestId && o.At >= e.At.AddDays(-1) && o.At <= e.At.AddDays(1)) - 1,
            })
            .SingleOrDefaultAsync(ct);
        if (row is null) return AuditErrors.NotFound;
        var entry = row.Entry;
        return new AuditDetail(entry.Id, entry.At, entry.Actor, entry.PersonId, entry.SessionId, entry.Action, entry.Entity, entry.EntityId, Read(entry.Before), Read(entry.After),
            entry.Reason, entry.RequestId, entry.Channel, entry.ClientAddress, row.Seal?.Sequence, Hex(row.Seal?.Hash), row.Seal is null ? null : Hex(row.Previous ?? AuditChain.Start), row.Same, entry.AsPersonId);
    }

    /// <summary>How many entries match, counted no further than ten thousand.</summary>
    internal static Task<int> Count(LyceumDb db, AuditFilter filter, CancellationToken ct) => Matching(db, filter).Take(10_000).CountAsync(ct);

    private static IQueryable<AuditEntry> Matching(LyceumDb db, AuditFilter filter)
    {
        var query = db.Set<AuditEntry>().AsNoTracking();
        if (filter.Actor is { } person) query = query.Where(e => e.PersonId == person || e.AsPersonId == person);
        if (filter.Entity is { } entity) query = query.Where(e => e.EntityId == entity);
        if (!string.IsNullOrEmpty(filter.Action)) query = query.Where(e => e.Action.StartsWith(filter.Action));
        if (!string.IsNullOrEmpty(filter.Request)) query = query.Where(e => e.RequestId == filter.Request);
        if (filter.From is { } from)
        {
            var start = from.ToUniversalTime();
            query = query.Where(e => e.At >= start);
        }
        if (filter.To is { } to)
        {
            var end = to.ToUniversalTime();
            query = query.Where(e => e.At < end);
        }
        return query;
    }

    private static JsonElement? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
