using FsCheck;
using FsCheck.Fluent;
using Lyceum.Assessment.Questions;

namespace Lyceum.Tests.Assessment;

public sealed class GradingTests
{
    private static readonly QuestionType Multiple = QuestionType.Find("multiple")!, Single = QuestionType.Find("single")!, Short = QuestionType.Find("short_answer")!, Number = QuestionType.Find("numeric")!;

    private static QuestionSettings Options(bool[] correct) => new([.. correct.Select((c, i) => new QuestionOption($"{(char)('a' + i)}", $"Option {i}", c))]);

    /// <summary>Two to twelve options with some right, and any choice of them.</summary>
    private static readonly Arbitrary<(bool[] Correct, bool[] Chosen)> Choices = (
        from n in Gen.Choose(2, 12)
        from correct in Gen.ArrayOf(ArbMap.Default.GeneratorFor<bool>(), n)
        from sure in Gen.Choose(0, n - 1)
        from chosen in Gen.ArrayOf(ArbMap.Default.GeneratorFor<bool>(), n)
        select (correct.Select((c, i) => c || i == sure).ToArray(), chosen)).ToArbitrary();

    private static Answer Chosen(bool[] chosen) => new([.. chosen.Select((c, i) => (c, i)).Where(x => x.c).Select(x => $"{(char)('a' + x.i)}")]);

    [Fact]
    public void Several_answers_are_worth_between_nothing_and_all() => Prop.ForAll(Choices, x =>
        Multiple.Grade(Options(x.Correct), Chosen(x.Chosen)) is >= 0 and <= 1).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_all_right_ones_and_no_other_are_worth_all() => Prop.ForAll(Choices, x =>
        (Multiple.Grade(Options(x.Correct), Chosen(x.Chosen)) == 1) == x.Correct.SequenceEqual(x.Chosen)).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_right_answer_is_never_worth_less_and_one_more_wrong_never_more() => Prop.ForAll(Choices, x =>
    {
        var settings = Options(x.Correct);
        var before = Multiple.Grade(settings, Chosen(x.Chosen));
        return Enumerable.Range(0, x.Chosen.Length).Where(i => !x.Chosen[i]).All(i =>
        {
            var more = x.Chosen.ToArray();
            more[i] = true;
            var after = Multiple.Grade(settings, Chosen(more));
            return x.Correct[i] ? after >= before : after <= before;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_choices_does_not_matter() => Prop.ForAll(Choices, x =>
        Multiple.Grade(Options(x.Correct), Chosen(x.Chosen)) == Multiple.Grade(Options(x.Correct), new Answer([.. Chosen(x.Chosen).Choices!.Reverse()]))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_is_right_within_its_tolerance_however_it_is_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<PositiveInt>(), (cents, tolerance) =>
        {
            var (value, give) = (cents / 100m, tolerance.Get / 100m);
            var settings = new QuestionSettings(Value: value, Tolerance: give, Unit: "mg/L");
            string[] ways = [Text(value), Text(value).Replace('.', ','), $"{Text(value)} mg/L", Arabic(Text(value))];
            return ways.All(w => Number.Grade(settings, new Answer(Text: w)) == 1)
                && Number.Grade(settings, new Answer(Text: Text(value + give))) == 1
                && Number.Grade(settings, new Answer(Text: Text(value + give + 0.01m))) == 0
                && Number.Grade(settings, new Answer(Text: $"{Text(value)} kg")) == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_at_all_can_be_graded() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        Number.Grade(new QuestionSettings(Value: 1, Tolerance: 0.1m), new Answer(Text: text)) is 0 or 1
        && Short.Grade(new QuestionSettings(Accepted: ["a*b*c"]), new Answer(Text: text)) is 0 or 1).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("first pass*", "First-pass effect", false)]
    [InlineData("first pass*", "FIRST   PASS effect", true)]
    [InlineData("first pass*", "the first pass", false)]
    [InlineData("*δόση*", "ΔΟΣΗ εφόδου", true)]
    [InlineData("δόσης", "ΔΟΣΗΣ", true)]
    [InlineData("دواء", "دَوَاء", true)]
    [InlineData("a*b", "ab", true)]
    [InlineData("a*b", "aXbc", false)]
    public void A_pattern_matches_the_whole_answer(string pattern, string answer, bool right) =>
        Assert.Equal(right ? 1m : 0m, Short.Grade(new QuestionSettings(Accepted: [pattern]), new Answer(Text: answer)));

    [Theory]
    [InlineData("4.16", true)]
    [InlineData("4,16 h", true)]
    [InlineData("٤٫١٦", true)]
    [InlineData("۴٫۱۶", true)]
    [InlineData("416e-2", true)]
    [InlineData("4.16 d", false)]
    [InlineData("4.16.1", false)]
    [InlineData("four", false)]
    [InlineData("", false)]
    public void Numbers_are_read_in_every_script(string answer, bool right) =>
        Assert.Equal(right ? 1m : 0m, Number.Grade(new QuestionSettings(Value: 4.16m, Tolerance: 0, Unit: "h"), new Answer(Text: answer)));

    [Fact]
    public void Settings_that_cannot_be_asked_are_refused_field_by_field()
    {
        Assert.Contains("assessment.question.two_options", Codes(Single, new QuestionSettings([new("a", "x", true)])));
        Assert.Contains("assessment.question.one_correct", Codes(Single, Options([true, true])));
        Assert.Contains("assessment.question.same_options", Codes(Single, new QuestionSettings([new("a", "Rose", true), new("b", "rose ", false)])));
        Assert.Contains("assessment.question.option_ids", Codes(Single, new QuestionSettings([new("a", "x", true), new("A", "y", false)])));
        Assert.Contains("assessment.question.some_correct", Codes(Multiple, Options([false, false])));
        Assert.Contains("assessment.question.some_wrong", Codes(Multiple, Options([true, true])));
        Assert.Contains("assessment.question.accepts_anything", Codes(Short, new QuestionSettings(Accepted: ["**"])));
        Assert.Contains("platform.field.required", Codes(Number, new QuestionSettings()));
        Assert.Empty(Codes(Single, Options([true, false])));
    }

    private static IEnumerable<string> Codes(QuestionType type, QuestionSettings settings) => type.Validate(settings).Select(e => e.Code);

    private static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Arabic(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)('\u0660' + (c - '0')) : c == '.' ? '\u066B' : c));
}
