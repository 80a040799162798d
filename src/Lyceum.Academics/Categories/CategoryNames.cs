using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;

namespace Lyceum.Academics;

/// <summary>What a category of courses is called in each language. Courses carry a word; a word nobody has named is shown as it is.</summary>
public sealed record CategoryNames(IReadOnlyDictionary<string, LocalizedName> Names)
{
    internal static readonly CategoryNames None = new(new Dictionary<string, LocalizedName>(StringComparer.Ordinal));
    internal static readonly Setting<CategoryNames> Setting = new("academics.categories", None);

    /// <summary>The category in the reader's language.</summary>
    public string In(string category, Language language) => Names.TryGetValue(category, out var name) && !name.IsEmpty ? name.In(language) : category;
}

/// <summary>The names, kept in the process for five seconds: every page of the catalogue needs them. Thread-safe; two who find them old both read.</summary>
public sealed class CategoryCard(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private sealed record Kept(CategoryNames Names, long At);

    private volatile Kept? _kept;

    /// <summary>The names in force.</summary>
    public async Task<CategoryNames> Read(LyceumDb db, CancellationToken ct)
    {
        if (_kept is { } kept && clock.GetElapsedTime(kept.At) < Fresh) return kept.Names;
        var at = clock.GetTimestamp();
        var names = await db.Read(CategoryNames.Setting, ct);
        _kept = new Kept(names, at);
        return names;
    }

    internal void Forget() => _kept = null;
}

/// <summary>Says what categories are called, all at once; a category left out is shown by its own word.</summary>
[Requires(AcademicsPermissions.ManageInstitution)]
public sealed record NameCategories([Required, MaxLength(100)] IReadOnlyList<NamedCategory> Categories);

/// <summary>A category and its names.</summary>
public sealed record NamedCategory([Required, StringLength(60, MinimumLength = 1)] string Category, [Required, Named(60)] LocalizedName Name);

/// <summary>Carries out <see cref="NameCategories"/>.</summary>
public static class NamingCategories
{
    public static async Task<Result<CategoryNames>> Handle(NameCategories command, Act act)
    {
        var names = new CategoryNames(command.Categories.GroupBy(c => c.Category, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Name, StringComparer.Ordinal));
        await act.Write(CategoryNames.Setting, names);
        act.Get<CategoryCard>().Forget();
        return names;
    }
}
