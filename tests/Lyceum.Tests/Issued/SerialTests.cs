using Lyceum.Platform.Issued;

namespace Lyceum.Tests.Issued;

public sealed class SerialTests
{
    private static readonly DateTimeOffset At = new(2026, 12, 31, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public void A_serial_is_letters_year_and_three_groups_and_none_comes_twice()
    {
        var serials = Enumerable.Range(0, 5000).Select(_ => Serials.New("AC", At)).ToList();
        Assert.All(serials, s => Assert.Matches("^AC-2026-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", s));
        Assert.Equal(serials.Count, serials.Distinct(StringComparer.Ordinal).Count());
        Assert.All(serials, s => Assert.NotNull(Serials.Key(s)));
    }

    [Fact]
    public void However_it_is_typed_it_is_the_same_serial()
    {
        for (var i = 0; i < 200; i++)
        {
            var serial = Serials.New("OIL", At);
            var key = Serials.Key(serial);
            Assert.NotNull(key);
            Assert.Equal(key, Serials.Key(serial.ToLowerInvariant()));
            Assert.Equal(key, Serials.Key(serial.Replace("-", "", StringComparison.Ordinal)));
            Assert.Equal(key, Serials.Key("  " + serial.Replace('-', '–').Replace('0', 'o').Replace('1', 'l') + " "));
            Assert.Equal(key, Serials.Key(serial.Replace("2026", "٢٠٢٦", StringComparison.Ordinal)));
            Assert.Equal(key, Serials.Key(serial.Replace('A', 'Α').Replace('K', 'Κ').Replace('X', 'Χ').Replace('H', 'Η')));
        }
    }

    [Fact]
    public void Every_wrong_character_and_every_pair_that_changed_places_is_found()
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var serial = Serials.New("AC", At).Replace("-", "", StringComparison.Ordinal);
        for (var i = 6; i < serial.Length; i++)
        {
            foreach (var c in Alphabet.Where(c => c != serial[i])) Assert.Null(Serials.Key(serial[..i] + c + serial[(i + 1)..]));
            if (i + 1 < serial.Length && serial[i] != serial[i + 1]) Assert.Null(Serials.Key($"{serial[..i]}{serial[i + 1]}{serial[i]}{serial[(i + 2)..]}"));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AC-2026-003418")]
    [InlineData("'; DROP TABLE--")]
    [InlineData("AC-2026-7K3M-9Q2X-B4T\0")]
    [InlineData("AC-2026-7K3M-9Q2X-B4T\ud800")]
    [InlineData("2026-7K3M-9Q2X-B4TW")]
    public void What_cannot_be_a_serial_has_no_key(string? typed) => Assert.Null(Serials.Key(typed));

    [Theory]
    [InlineData("")]
    [InlineData("ac")]
    [InlineData("TOOLONGER")]
    [InlineData("Α")]
    public void Letters_of_a_school_are_one_to_six_latin_capitals(string prefix) => Assert.Throws<ArgumentException>(() => Serials.New(prefix, At));

    [Fact]
    public void A_qr_code_is_one_path_without_style_and_says_what_it_is()
    {
        var svg = QrCode.Svg("https://school.example/verify/AC-2026-7K3M-9Q2X-B4TW", "QR code: \"verify\"");
        Assert.StartsWith("<svg class=\"ly-qr\" viewBox=\"0 0 ", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"QR code: &quot;verify&quot;\"", svg, StringComparison.Ordinal);
        Assert.Contains("M4 4h7v1h-7z", svg, StringComparison.Ordinal);   // the finder's edge behind a quiet zone of four
    }
}
