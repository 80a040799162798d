using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Database;

/// <summary>Makes the school read-only, with a reason and, if wanted, an end; or normal again. Every node knows within a second.</summary>
[Requires(PlatformPermissions.Operate), AllowedWhileReadOnly, InPerson]
public sealed record SetMode([Required, AllowedValues("normal", "read_only")] string Mode, [StringLength(500)] string? Reason = null, DateTimeOffset? Until = null);

public static class SettingModes
{
    public static async Task<Result<ModeView>> Handle(SetMode command, Act act)
    {
        var closing = command.Mode != "normal";
        if (closing && string.IsNullOrWhiteSpace(command.Reason)) return Refusal.Invalid(new FieldError("reason", "platform.mode.reason_required"));
        if (closing && command.Until <= act.Now) return Refusal.Invalid(new FieldError("until", "platform.mode.until_passed"));
        var (owner, reason, until) = closing ? (act.Actor.Label, command.Reason!.Trim(), command.Until?.ToUniversalTime()) : (null, null, (DateTimeOffset?)null);
        // One statement: what the audit calls "before" is what this act replaced, also when two come at once.
        var modes = await act.Db.Database.SqlQuery<string>(
            $"""
            WITH before AS (SELECT mode FROM platform.mode FOR UPDATE)
            UPDATE platform.mode SET mode = {command.Mode}, owner = {owner}, reason = {reason}, until = {until}, since = {act.Now} RETURNING (SELECT mode FROM before) AS "Value"
            """).ToListAsync(act.Ct);
        var after = new ModeView(command.Mode, owner, reason, until);
        act.Note("platform.set_mode", "platform.mode", null, new { mode = modes.Single() }, after);
        return after;
    }
}
