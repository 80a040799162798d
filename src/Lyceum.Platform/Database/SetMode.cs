using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Database;

/// <summary>Makes the school read-only, with a reason and, if wanted, an end; or normal again. Every node knows within a second.</summary>
[Requires(PlatformPermissions.Operate), AllowedWhileReadOnly]
public sealed record SetMode([Required, AllowedValues("normal", "read_only")] string Mode, [StringLength(500)] string? Reason = null, DateTimeOffset? Until = null);

public static class SettingModes
{
    private sealed record Row(string Mode, string? Owner, string? Reason, DateTimeOffset? Until);

    public static async Task<Result<ModeView>> Handle(SetMode command, Act act)
    {
        var closing = command.Mode != "normal";
        if (closing && string.IsNullOrWhiteSpace(command.Reason)) return Refusal.Invalid(new FieldError("reason", "platform.mode.reason_required"));
        if (closing && command.Until <= act.Now) return Refusal.Invalid(new FieldError("until", "platform.mode.until_passed"));
        var (owner, reason, until) = closing ? (act.Actor.Label, command.Reason!.Trim(), command.Until?.ToUniversalTime()) : (null, null, (DateTimeOffset?)null);
        // The one row is locked until commit, so that what the audit calls "before" is what this act replaced.
        var before = await act.Db.Database.SqlQuery<Row>($"SELECT mode, owner, reason, until FROM platform.mode FOR UPDATE").SingleAsync(act.Ct);
        await act.Db.Database.ExecuteSqlAsync($"UPDATE platform.mode SET mode = {command.Mode}, owner = {owner}, reason = {reason}, until = {until}, since = {act.Now}", act.Ct);
        var after = new ModeView(command.Mode, owner, reason, until);
        act.Note("platform.set_mode", "platform.mode", null, before, after);
        return after;
    }
}
