using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Campuses;

/// <summary>Whether people still go there.</summary>
public enum CampusState
{
    Open,
    Archived,
}

/// <summary>A place where the school teaches.</summary>
public sealed class Campus
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Code { get; set; }
    public required LocalizedName Name { get; set; }
    public string? Address { get; set; }

    /// <summary>IANA zone where it is not the school's.</summary>
    public string? Zone { get; set; }
    public CampusState State { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    internal CampusView ToView() => new(Id, Code, Name, Address, Zone, State, Version);

    internal static void Map(ModelBuilder model) => model.Entity<Campus>(e =>
    {
        e.ToTable("campuses");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.State).HasConversion<LowerCase<CampusState>>();
    });
}

/// <summary>A campus as everybody sees it.</summary>
public sealed record CampusView(Guid Id, string Code, LocalizedName Name, string? Address, string? Zone, CampusState State, int Version) : IVersioned;

/// <summary>The campuses; never many.</summary>
public sealed record CampusList(IReadOnlyList<CampusView> Items);

/// <summary>Why a campus says no.</summary>
public static class CampusErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.campus.not_found");
    public static readonly Refusal CodeTaken = Refusal.Conflict("academics.campus.code_taken");
}
