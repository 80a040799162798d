using FsCheck;
using FsCheck.Fluent;
using Lyceum.Academics.Courses;

namespace Lyceum.Tests.Academics;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Pharmacology I: how drugs move", "pharmacology-i-how-drugs-move")]
    [InlineData("C#", "c-sharp")]
    [InlineData("C++", "c-plus-plus")]
    [InlineData("C", "c")]
    [InlineData(".NET for beginners", "dot-net-for-beginners")]
    [InlineData("Research & ethics", "research-and-ethics")]
    [InlineData("Don’t panic", "dont-panic")]
    [InlineData("Πρώτες βοήθειες", "πρώτες-βοήθειες")]
    [InlineData("مبادئ علم الوبائيات", "مبادئ-علم-الوبائيات")]
    [InlineData("  ---  ", "")]
    [InlineData("Café", "café")]
    public void A_title_keeps_its_letters(string title, string slug) => Assert.Equal(slug, Slugs.Of(title));

    [Fact]
    public void Two_ways_of_typing_one_title_have_one_slug() => Assert.Equal(Slugs.Of("Caf\u00e9"), Slugs.Of("Cafe\u0301"));

    [Fact]
    public void A_slug_of_a_slug_is_itself_and_holds_only_words_and_single_hyphens() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), title =>
        {
            var slug = Slugs.Of(Clean(title));
            return Slugs.Of(slug) == slug && slug.Length <= Slugs.MaxLength && !slug.Contains("--", StringComparison.Ordinal) && slug.Trim('-') == slug && !slug.Any(char.IsWhiteSpace);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Letters_are_never_lost() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), title => !Clean(title.Get).Any(char.IsLetterOrDigit) || Slugs.Of(Clean(title.Get)).Length > 0).QuickCheckThrowOnFailure();

    /// <summary>What the door lets through: no lone surrogates, no NUL.</summary>
    private static string Clean(string? text) => new([.. (text ?? "").Where(c => c != '\0' && !char.IsSurrogate(c))]);
}
