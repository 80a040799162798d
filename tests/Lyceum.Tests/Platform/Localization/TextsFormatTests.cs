using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lyceum.Platform.Localization;

namespace Lyceum.Tests.Localization;

public sealed class TextsFormatTests
{
    private static readonly TextCatalogue Catalogue = new([typeof(TextCatalogue).Assembly]) { Strict = true };
    private static readonly Texts En = Catalogue.For(Language.English), El = Catalogue.For(Language.Greek), Ar = Catalogue.For(Language.Arabic);
    private static readonly TimeZoneInfo Athens = TimeZoneInfo.FindSystemTimeZoneById("Europe/Athens");

    [Theory]
    [InlineData(1, "1 minute ago", "πριν από 1 λεπτό", "قبل دقيقة")]
    [InlineData(2, "2 minutes ago", "πριν από 2 λεπτά", "قبل دقيقتين")]
    [InlineData(3, "3 minutes ago", "πριν από 3 λεπτά", "قبل 3 دقائق")]
    [InlineData(11, "11 minutes ago", "πριν από 11 λεπτά", "قبل 11 دقيقة")]
    public void The_number_chooses_the_plural_form_of_each_language(int minutes, string en, string el, string ar)
    {
        var now = new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal([en, el, ar], new[] { En, El, Ar }.Select(t => t.Relative(now.AddMinutes(-minutes), now, Athens)));
    }

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(1, "one")]
    [InlineData(2, "two")]
    [InlineData(10, "few")]
    [InlineData(11, "many")]
    [InlineData(99, "many")]
    [InlineData(100, "other")]
    [InlineData(102, "other")]
    [InlineData(103, "few")]
    [InlineData(1.5, "other")]
    public void Arabic_has_six_plural_categories(double number, string category) => Assert.Equal(category, Plural.Category(Language.Arabic, (decimal)number));

    [Fact]
    public void Numbers_money_and_shares_are_written_as_the_language_writes_them()
    {
        Assert.Equal(["1,284.5", "1.284,5", "1,284.5"], new[] { En, El, Ar }.Select(t => t.Number(1284.5m)));
        Assert.Equal(["€1,280.00", "1.280,00\u00A0€", "€1,280.00"], new[] { En, El, Ar }.Select(t => t.Money(1280, "EUR")));
        Assert.Equal(["71.3\u00A0%", "71,3\u00A0%", "\u206671.3\u00A0%\u2069"], new[] { En, El, Ar }.Select(t => t.Percent(0.7125m, 1)));
    }

    [Fact]
    public void Days_and_instants_carry_the_weekday_and_the_reader_s_zone()
    {
        var instant = new DateTimeOffset(2026, 11, 10, 22, 30, 5, TimeSpan.Zero);
        Assert.Equal("Wed 11 Nov 2026, 00:30", En.DateTime(instant, Athens));
        Assert.Equal("Wednesday 11 November 2026", En.LongDate(new DateOnly(2026, 11, 11)));
        Assert.Equal("Τετάρτη 11 Νοεμβρίου 2026", El.LongDate(new DateOnly(2026, 11, 11)));
        Assert.Equal("الأربعاء 11 نوفمبر 2026", Ar.LongDate(new DateOnly(2026, 11, 11)));
    }

    [Fact]
    public void A_latin_name_inside_an_arabic_sentence_is_isolated() =>
        Assert.Contains("\u2068Layla\u2069", Ar["ui.back-to", ("name", "Layla")], StringComparison.Ordinal);

    private sealed class Entry
    {
        [Required] public string? Name { get; set; }
        [StringLength(20, MinimumLength = 3)] public string? Title { get; set; } = "ab";
        [MaxLength(2)] public string? Short { get; set; } = "abc";
        [MinLength(4)] public string? Long { get; set; } = "abc";
        [Range(1, 500)] public int? Places { get; set; } = 900;
        [EmailAddress] public string? Mail { get; set; } = "x";
        [Url] public string? Site { get; set; } = "x";
        [RegularExpression("[0-9]+")] public string? Code { get; set; } = "x";
        [Compare(nameof(Code))] public string? Again { get; set; } = "y";
        [Required(ErrorMessage = "ui.error.email")] public string? Own { get; set; }
    }

    [Fact]
    public void Every_message_of_the_annotations_is_said_in_the_reader_s_language()
    {
        var found = new List<ValidationResult>();
        var entry = new Entry();
        Validator.TryValidateObject(entry, new ValidationContext(entry), found, validateAllProperties: true);

        var said = found.Select(r => El.Problem(r.ErrorMessage!, "Πεδίο")).ToList();

        Assert.Equal(10, said.Count);
        Assert.All(said, s => Assert.StartsWith("Πεδίο: ", s, StringComparison.Ordinal));
        Assert.Contains("Πεδίο: από 3 έως 20 χαρακτήρες.", said);
        Assert.Contains("Πεδίο: από 1 έως 500.", said);
    }

    [Fact]
    public void What_could_not_be_read_is_not_also_called_missing() =>
        Assert.Single(En.Problems(["The value 'abc' is not valid for 'Places'.", "The Places field is required."], "Places"));

    [Fact]
    public void A_name_falls_back_to_a_language_that_has_it_and_says_which()
    {
        var name = new LocalizedName(El: "Νοσηλευτική", Ar: " ");
        Assert.Equal("Νοσηλευτική", name.In(Language.Arabic));
        Assert.Equal(Language.Greek, name.Spoken(Language.Arabic));
        Assert.Equal("", new LocalizedName().In(Language.English));
        Assert.Equal(name, JsonSerializer.Deserialize<LocalizedName>(JsonSerializer.Serialize(name)));
    }
}
