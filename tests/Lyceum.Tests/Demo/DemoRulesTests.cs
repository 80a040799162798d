using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lyceum.Demo;

namespace Lyceum.Tests.Demo;

/// <summary>What the README beside the demo school promises of every whole course; a finding names its file.</summary>
public sealed partial class DemoRulesTests
{
    private static readonly DemoSchool School = DemoSchool.Read();

    private static IEnumerable<DemoCourseFolder> Whole => School.Courses.Where(c => c.Course.Whole);

    private static IEnumerable<(DemoCourseFolder Folder, DemoStep Step)> Steps => from c in Whole from u in c.Units from s in u.Steps select (c, s);

    private static IEnumerable<(DemoCourseFolder Folder, DemoStep Step)> Lessons => Steps.Where(s => s.Step.Lesson is not null);

    private static IEnumerable<(string File, DemoQuiz Quiz)> Quizzes => from s in Steps where s.Step.Quiz is not null select (s.Step.File, s.Step.Quiz);

    [Fact]
    public void A_course_is_whole_or_announced_and_never_half()
    {
        Assert.Empty(from c in School.Courses
                     where !c.Course.Whole && (c.Course.Outline.Exists(u => u.Items.Count > 0 || u.Lessons.Count == 0) || DemoFiles.Names.Count(n => n.StartsWith(c.Path, StringComparison.Ordinal)) > 1)
                     select c.Path);
        Assert.Empty(from c in Whole where c.Course.Outline.Exists(u => u.Items.Count == 0 || u.Lessons.Count > 0) select c.Path);
    }

    [Fact]
    public void A_whole_course_has_lessons_figures_two_quizzes_and_something_to_open()
    {
        Assert.Empty(from c in Whole
                     let lessons = c.Units.SelectMany(u => u.Steps).Where(s => s.Lesson is not null).ToList()
                     let quizzes = c.Units.SelectMany(u => u.Steps).Select(s => s.Quiz?.Type).OfType<string>().ToList()
                     let words = lessons.Sum(l => l.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)
                     let figures = Figures(c).Count()
                     where lessons.Count is < 7 or > 12 || words < 3_000 || figures < 4 || !lessons.Exists(l => l.Lesson!.Kind != "text") || quizzes is not ["practice", "graded"]
                     select string.Create(CultureInfo.InvariantCulture, $"{c.Path}: {lessons.Count} lessons, {words} words, {figures} figures, quizzes {string.Join(", ", quizzes)}"));
    }

    [Fact]
    public void Only_the_first_lesson_is_a_preview() =>
        Assert.Empty(from c in Whole from s in c.Units.SelectMany(u => u.Steps).Where(s => s.Lesson is not null).Index() where s.Item.Lesson!.Preview != (s.Index == 0) select s.Item.File);

    [Fact]
    public void Every_figure_and_file_is_there_and_shown_once()
    {
        foreach (var folder in Whole)
        {
            var lessons = folder.Units.SelectMany(u => u.Steps).Where(s => s.Lesson is not null).ToList();
            var shown = lessons.SelectMany(l => Shown.Matches(l.Body)).Select(m => $"{folder.Path}figures/{m.Groups["name"].Value}").Order(StringComparer.Ordinal);
            Assert.Equal(Figures(folder), shown);
            var handed = lessons.Select(l => l.Lesson!.File).OfType<string>().Select(f => folder.Path + f).Order(StringComparer.Ordinal);
            Assert.Equal(DemoFiles.Names.Where(n => n.StartsWith($"{folder.Path}files/", StringComparison.Ordinal)), handed);
        }
    }

    [Fact]
    public void A_figure_stands_alone_is_described_and_has_its_caption_below()
    {
        List<string> found = [];
        foreach (var (_, step) in Lessons)
        {
            var parts = step.Body.Split("\n\n");
            foreach (var (place, part) in parts.Index().Where(p => p.Item.Contains("../figures/", StringComparison.Ordinal)))
            {
                var shown = Shown.Match(part);
                if (shown.Length != part.Trim().Length || shown.Groups["alt"].Length < 20) found.Add($"{step.File}: {part}");
                if (place + 1 == parts.Length || !Caption.IsMatch(parts[place + 1].Trim())) found.Add($"{step.File}: no caption below {shown.Groups["name"].Value}");
            }
        }
        Assert.Empty(found);
    }

    [Fact]
    public void A_figure_takes_the_texts_colour_and_carries_no_id_style_or_script()
    {
        List<string> found = [];
        foreach (var folder in Whole)
        {
            foreach (var file in Figures(folder))
            {
                var svg = XDocument.Parse(DemoFiles.Text(file)).Root!;
                var all = svg.DescendantsAndSelf().ToList();
                var names = all.SelectMany(e => e.Attributes()).Select(a => a.Name.LocalName);
                var direction = folder.Course.Language == "ar" ? "rtl" : "ltr";
                if (names.Any(n => n is "id" or "class" or "style" or "href" || n.StartsWith("on", StringComparison.Ordinal))) found.Add($"{file}: an id, a style, a link or a script");
                if (all.Exists(e => e.Name.LocalName is "style" or "script" or "image" or "use" or "foreignObject")) found.Add($"{file}: an element that does not draw");
                if (svg.Attribute("fill")?.Value != "currentColor" || svg.Attribute("viewBox") is null) found.Add($"{file}: not in the text's colour");
                if (svg.Attribute(XNamespace.Xml + "lang")?.Value != folder.Course.Language || svg.Attribute("direction")?.Value != direction) found.Add($"{file}: not in the course's language");
                if (!all.Exists(e => e.Name.LocalName == "title" && e.Value.Length > 0)) found.Add($"{file}: no title");
            }
        }
        Assert.Empty(found);
    }

    [Fact]
    public void A_lessons_text_keeps_to_the_Markdown_of_the_format()
    {
        List<string> found = [];
        foreach (var (_, step) in Lessons)
        {
            var prose = Fenced.Replace(step.Body, "");
            if (TopHeading.IsMatch(prose)) found.Add($"{step.File}: a heading above ##");
            if (Html.IsMatch(Formula.Replace(prose, ""))) found.Add($"{step.File}: raw HTML");
            if (prose.Count(c => c == '$') % 2 != 0) found.Add($"{step.File}: a formula that does not end");
            if (EmptyHeading.IsMatch(prose)) found.Add($"{step.File}: an empty heading cell");
            var quoted = step.Body.Split("\n\n").Where(p => p.StartsWith("> ", StringComparison.Ordinal)).ToList();
            if (quoted.Exists(q => !q.StartsWith("> **", StringComparison.Ordinal))) found.Add($"{step.File}: a callout without a label");
            foreach (var (place, part) in step.Body.Split("\n\n").Index())
            {
                if (!part.StartsWith("> **Check yourself**", StringComparison.Ordinal) && !part.StartsWith("> **Ελέγξτε τον εαυτό σας**", StringComparison.Ordinal) && !part.StartsWith("> **اختبر نفسك**", StringComparison.Ordinal)) continue;
                var next = step.Body.Split("\n\n").ElementAtOrDefault(place + 1) ?? "";
                if (!next.StartsWith("> **Answer**", StringComparison.Ordinal) && !next.StartsWith("> **Απάντηση**", StringComparison.Ordinal) && !next.StartsWith("> **الجواب**", StringComparison.Ordinal)) found.Add($"{step.File}: a question without its answer");
            }
        }
        Assert.Empty(found);
    }

    [Fact]
    public void A_graded_quiz_asks_ten_questions_of_five_types_and_a_practice_quiz_four_to_six()
    {
        string[] types = ["multiple", "numeric", "short_answer", "single", "true_false"];
        Assert.Empty(from q in Quizzes
                     where q.Quiz.Type == "graded" ? q.Quiz.Questions.Count != 10 || types.Except(q.Quiz.Questions.Select(a => a.Type)).Any() : q.Quiz.Questions.Count is < 4 or > 6
                     select q.File);
    }

    [Fact]
    public void Each_question_is_whole_and_no_two_ask_the_same()
    {
        Assert.Empty(from q in Quizzes from a in q.Quiz.Questions where !IsWhole(a) select $"{q.File}: {a.Prompt}");
        var asked = Quizzes.SelectMany(q => q.Quiz.Questions).Select(a => a.Prompt.Trim()).ToList();
        Assert.Equal(asked.Count, asked.Distinct(StringComparer.Ordinal).Count());
    }

    private static bool IsWhole(DemoQuestion q)
    {
        var right = q.Options?.Count(o => o.Correct) ?? 0;
        return q is { Points: > 0, Explanation.Length: > 0, Prompt.Length: > 0 } && q.Type switch
        {
            "single" => right == 1 && q.Options!.Count >= 3,
            "multiple" => right >= 2 && right < q.Options!.Count,
            "true_false" => q.Answer is not null,
            "numeric" => q is { Value: not null, Tolerance: >= 0 },
            "short_answer" => q.Accepted is { Count: > 0 },
            "essay" => q.Answers is [var best, ..] && best.Points == q.Points && q.Answers.Count > 1,
            _ => false,
        };
    }

    private static IEnumerable<string> Figures(DemoCourseFolder folder) => DemoFiles.Names.Where(n => n.StartsWith($"{folder.Path}figures/", StringComparison.Ordinal));

    [GeneratedRegex("""!\[(?<alt>[^\]]*)\]\(\.\./figures/(?<name>[a-z0-9-]+\.svg)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown { get; }

    [GeneratedRegex(@"\A\*[^*].*\*\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Caption { get; }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Fenced { get; }

    [GeneratedRegex(@"^# ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TopHeading { get; }

    [GeneratedRegex(@"</?[a-zA-Z][^>\n]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Html { get; }

    [GeneratedRegex(@"\$[^$]*\$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Formula { get; }

    [GeneratedRegex(@"^\|([^\n]*\|)?\s*\|[^\n]*\n\|[\s:|-]+\|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex EmptyHeading { get; }
}
