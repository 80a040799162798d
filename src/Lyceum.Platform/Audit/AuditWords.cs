namespace Lyceum.Platform.Audit;

/// <summary>The text that says what was done, by the action's code: <c>academics.enrol</c> is said by <c>academics.act.enrol</c>.</summary>
internal static class AuditWords
{
    public static string Key(string action) => action.Split('.', 2) switch
    {
        ["lyceum" or "demo", _] => "platform.act.demo",   // the composition root has no texts of its own, and seeds
        [var room, var act] => $"{room}.act.{act}",
        _ => "platform.act." + action,
    };
}
