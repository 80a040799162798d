using System.Text.Json;
using System.Text.Json.Nodes;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Lyceum.Platform.Audit;

/// <summary>Turns what a handler changed into audit rows, in the same transaction. The rows are chained later, by the sealer.</summary>
internal static class AuditTrail
{
    internal const string UnauditedAnnotation = "lyceum:unaudited";
    internal const string SecretAnnotation = "lyceum:secret";

    public static void Write(Act act, House house, string action)
    {
        act.Db.ChangeTracker.DetectChanges();
        List<AuditEntry> rows = [];
        foreach (var entry in act.Db.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached || entry.Metadata.FindAnnotation(UnauditedAnnotation) is not null) continue;
            if (Row(act, action, entry) is { } row) rows.Add(row);
        }
        foreach (var note in act.Notes) rows.Add(Entry(act, note.Action, note.Entity, note.EntityId, Text(note.Before), Text(note.After)));
        act.Db.AddRange(rows);
    }

    private static AuditEntry? Row(Act act, string action, EntityEntry entry)
    {
        JsonObject? before = null, after = null;
        foreach (var property in entry.Properties)
        {
            if (entry.State == EntityState.Modified && (!property.IsModified || property.Metadata.Name == "Version")) continue;
            if (entry.State != EntityState.Added) (before ??= [])[Key(property)] = Value(property, property.OriginalValue);
            if (entry.State != EntityState.Deleted) (after ??= [])[Key(property)] = Value(property, property.CurrentValue);
        }
        if (before is null && after is null) return null;
        var id = entry.Metadata.FindPrimaryKey()?.Properties is [{ ClrType: var type } key] && type == typeof(Guid) ? (Guid?)entry.Property(key.Name).CurrentValue : null;
        return Entry(act, action, $"{entry.Metadata.GetSchema()}.{entry.Metadata.GetTableName()}", id, before?.ToJsonString(Json.Options), after?.ToJsonString(Json.Options));
    }

    private static AuditEntry Entry(Act act, string action, string entity, Guid? id, string? before, string? after) => new()
    {
        At = act.Now,
        Actor = act.Actor.Label,
        PersonId = act.Actor.ActingId ?? act.Actor.PersonId,
        AsPersonId = act.Actor.ActingId is null ? null : act.Actor.PersonId,
        SessionId = act.Actor.SessionId,
        Action = action,
        Entity = entity,
        EntityId = id,
        Before = before,
        After = after,
        Reason = act.Reason,
        RequestId = act.Call.RequestId,
        Channel = act.Call.Channel,
        ClientAddress = act.Call.ClientAddress?.ToString(),
    };

    private static string Key(PropertyEntry property) => JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name);

    private static JsonNode? Value(PropertyEntry property, object? value)
    {
        if (value is null) return null;
        // A password hash or a secret must not be copied into a log that can never be changed: only the fact of the change is kept.
        if (property.Metadata.FindAnnotation(SecretAnnotation) is not null || value is byte[]) return "•••";
        return JsonSerializer.SerializeToNode(value, value.GetType(), Json.Options);
    }

    private static string? Text(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Json.Options);
}

/// <summary>Marks of the audit on entity mappings.</summary>
public static class AuditMarks
{
    /// <summary>The entity is its own append-only record (answers, progress) or machinery (jobs): no audit row per change.</summary>
    public static EntityTypeBuilder<T> Unaudited<T>(this EntityTypeBuilder<T> entity) where T : class
    {
        entity.Metadata.SetAnnotation(AuditTrail.UnauditedAnnotation, true);
        return entity;
    }

    /// <summary>The audit notes that the value changed, never the value.</summary>
    public static PropertyBuilder<T> Secret<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(AuditTrail.SecretAnnotation, true);
        return property;
    }
}
