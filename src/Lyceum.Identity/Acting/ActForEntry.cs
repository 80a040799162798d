using System.ComponentModel.DataAnnotations;

namespace Lyceum.Identity.Acting;

/// <summary>The form that begins to act for somebody.</summary>
public sealed class ActForEntry
{
    [Required] public string? Reason { get; set; }
}
