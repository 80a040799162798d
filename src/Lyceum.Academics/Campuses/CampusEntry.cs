using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Localization;

namespace Lyceum.Academics.Campuses;

/// <summary>The form of a campus.</summary>
public sealed class CampusEntry
{
    public int? Version { get; set; }
    public string? Key { get; set; }
    [Required] public string? Code { get; set; }
    public string? NameEn { get; set; }
    public string? NameEl { get; set; }
    public string? NameAr { get; set; }
    public string? Address { get; set; }
    public string? Zone { get; set; }
    public bool Archived { get; set; }

    /// <summary>What the form says; a name that was left out is found missing by the command.</summary>
    internal CampusDetails Details() => new(Code!.Trim(), NameEntry.Of(NameEn, NameEl, NameAr)!, Address, Zone, Archived ? CampusState.Archived : CampusState.Open);

    internal static CampusEntry New() => new() { Key = Guid.CreateVersion7().ToString("n") };

    internal static CampusEntry Of(CampusView campus) => new()
    {
        Version = campus.Version, Code = campus.Code, NameEn = campus.Name.En, NameEl = campus.Name.El, NameAr = campus.Name.Ar,
        Address = campus.Address, Zone = campus.Zone, Archived = campus.State == CampusState.Archived,
    };
}
