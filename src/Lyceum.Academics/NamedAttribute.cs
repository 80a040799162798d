using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Localization;

namespace Lyceum.Academics;

/// <summary>A name given in at least one language, each at most <paramref name="max"/> characters. Null passes: say Required beside it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class NamedAttribute(int max) : ValidationAttribute("academics.field.name")
{
    public override bool IsValid(object? value) =>
        value is not LocalizedName name || (!name.IsEmpty && Fits(name.En) && Fits(name.El) && Fits(name.Ar));

    private bool Fits(string? text) => text is null || text.Length <= max;
}
