using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Audit;

/// <summary>The texts that say what was done to what, by the codes an entry keeps.</summary>
internal static class AuditWords
{
    /// <summary>What was done: <c>academics.enrol</c> is said by <c>academics.act.enrol</c>.</summary>
    public static string Key(string action) => action.Split('.', 2) switch
    {
        ["lyceum" or "demo", _] => "platform.act.demo",   // the composition root has no texts of its own, and seeds
        [var room, var act] => $"{room}.act.{act}",
        _ => "platform.act." + action,
    };

    /// <summary>To what: <c>academics.enrolments</c> is said by <c>academics.record.enrolments</c>.</summary>
    public static string ThingKey(string entity) => entity.Split('.', 2) is [var room, var table] ? $"{room}.record.{table}" : entity;

    /// <summary>Which part of it: <c>startsOn</c> of a section by <c>academics.record.field.starts_on</c>, else by Platform's word, which several rooms share.</summary>
    public static string FieldKey(string entity, string field, Func<string, bool> knows)
    {
        var (room, name) = (entity.Split('.')[0], SnakeCase.Of(field));
        return knows($"{room}.record.field.{name}") ? $"{room}.record.field.{name}" : $"platform.record.field.{name}";
    }

    // An entry outlives the version that wrote it: what is no longer known is shown by its code.
    public static string Thing(this Texts texts, string entity) => texts.Knows(ThingKey(entity)) ? texts[ThingKey(entity)] : entity;

    public static string Field(this Texts texts, string entity, string field) => FieldKey(entity, field, texts.Knows) is var key && texts.Knows(key) ? texts[key] : field;
}
