using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;

namespace Lyceum.Academics;

/// <summary>What the school itself adds to its privacy and accessibility pages, in Markdown; null where it adds nothing.</summary>
public sealed record StatementWords(LocalizedName? Privacy = null, LocalizedName? Accessibility = null)
{
    internal static readonly Setting<StatementWords> Setting = new("academics.statements", new StatementWords());
}

/// <summary>Changes the school's own words on both pages, all at once.</summary>
[Requires(AcademicsPermissions.ManageInstitution)]
public sealed record ChangeStatements
{
    [Named(8000)] public LocalizedName? Privacy { get; init; }
    [Named(8000)] public LocalizedName? Accessibility { get; init; }
}

/// <summary>Carries out <see cref="ChangeStatements"/>.</summary>
public static class ChangingStatements
{
    public static async Task<Result<StatementWords>> Handle(ChangeStatements command, Act act)
    {
        var words = new StatementWords(command.Privacy, command.Accessibility);
        await act.Write(StatementWords.Setting, words);
        return words;
    }
}
