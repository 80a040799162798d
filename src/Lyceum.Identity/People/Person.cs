using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>
/// A human being the school knows, with or without an account. Everything in the house refers to a person, never to an account.
/// Text is NFC-normalised: two ways of typing one name must find each other.
/// </summary>
public sealed class Person
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string GivenName { get; set => field = Tidy(value); }

    /// <summary>May be empty: not every culture has one.</summary>
    public required string FamilyName { get; set => field = Tidy(value); }

    /// <summary>The name shown everywhere, in the person's own script.</summary>
    public required string DisplayName { get; set => field = Tidy(value); }

    /// <summary>The name in Latin letters for documents that travel; null where the display name is Latin already.</summary>
    public string? LatinName { get; set => field = string.IsNullOrWhiteSpace(value) ? null : Tidy(value); }

    /// <summary>Content language code: en, el, ar.</summary>
    public required string Language { get; set; }

    /// <summary>IANA zone; null follows the institution's.</summary>
    public string? Zone { get; set; }

    /// <summary>A sentence or two about an instructor, shown on course pages.</summary>
    public string? About { get; set; }

    /// <summary>Content hash of the picture in the file store, or null.</summary>
    public string? AvatarHash { get; private set; }

    /// <summary>The type the picture is served as; null where there is none.</summary>
    public string? AvatarType { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; private set; } = 1;

    /// <summary>Puts the picture in the place of the one before; without one the initials are shown.</summary>
    internal void Picture(string? hash, string? mediaType) => (AvatarHash, AvatarType) = (hash, mediaType);

    private static string Tidy(string name) => name.Trim().Normalize(NormalizationForm.FormC);

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Person>().ToTable("people");
        model.Entity<PersonName>(e =>
        {
            e.ToView("people", "identity");
            e.HasKey(x => x.Id);
        });
    }
}

/// <summary>What other rooms may join to say who somebody is.</summary>
public sealed record PersonName
{
    public Guid Id { get; init; }
    public string DisplayName { get; init; } = "";
    public string? LatinName { get; init; }
    public string Language { get; init; } = "en";
    public string? About { get; init; }
    public string? AvatarHash { get; init; }
    public string? AvatarType { get; init; }
}
