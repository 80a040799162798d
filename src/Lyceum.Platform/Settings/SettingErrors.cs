namespace Lyceum.Platform.Settings;

/// <summary>Why a setting says no.</summary>
public static class SettingErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.setting.not_found");
    public static readonly Refusal SetOutside = Refusal.Conflict("platform.setting.set_outside");
    public static readonly Refusal NoSuchChange = Refusal.NotFound("platform.setting.no_such_change");

    /// <summary>A secret is not kept in the history, so nobody can bring it back.</summary>
    public static readonly Refusal SecretGone = Refusal.Conflict("platform.setting.secret_gone");

    /// <summary>The database's own bounds refused it.</summary>
    public static readonly Refusal OutOfBounds = Refusal.Invalid(new FieldError("value", "platform.setting.out_of_bounds"));
}
