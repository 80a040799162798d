using System.Net;
using System.Text.Json.Nodes;
using Lyceum.Academics.Courses;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Npgsql;

namespace Lyceum.Tests.Learning;

/// <summary>Lessons are found by their words in the language of their course, best first, by those who may open them.</summary>
public sealed class LessonSearchTests(LessonSearchTests.Quiet school) : IClassFixture<LessonSearchTests.Quiet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed class Quiet : School
    {
        protected override bool Jobs => false;
    }

    private static async Task<JsonArray> Hits(HttpClient client, string typed, string source = "lessons")
    {
        var answer = await client.GetAsync(new Uri($"/api/v1/search?q={Uri.EscapeDataString(typed)}&in={source}", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Body())["groups"]!.AsArray() is [var group] ? group!["hits"]!.AsArray() : [];
    }

    private static IEnumerable<string> Titles(JsonArray hits) => hits.Select(h => (string)h!["title"]!);

    private static string Marked(JsonNode? pieces) => string.Concat(pieces!.AsArray().Select(p => (bool)p!["found"]! ? $"[{p["text"]}]" : (string)p["text"]!));

    private async Task<Classroom> Room(string language, params (string Title, string Body)[] lessons)
    {
        var room = await school.Classroom(0);
        await school.Database.Execute($"UPDATE academics.courses SET language = '{language}' WHERE id = '{room.Course.Id}'");
        foreach (var (title, body) in lessons) await school.Lesson(room.Unit, title, body);
        await school.Do(new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle);
        return room;
    }

    [Theory]
    [InlineData("en", "Studies of injuries", "study injury", "[Studies] of [injuries]")]
    [InlineData("el", "Φροντίδα των ασθενών", "ΑΣΘΕΝΗΣ", "Φροντίδα των [ασθενών]")]
    [InlineData("el", "Οι νοσηλευτές της κλινικής", "νοσηλευτής", "Οι [νοσηλευτές] της κλινικής")]
    [InlineData("ar", "دَور الممرضات", "ممرضة", "دَور [الممرضات]")]
    [InlineData("ar", "الأدوية والجرعات", "ادويه", "[الأدوية] والجرعات")]
    public async Task Other_forms_of_a_word_find_and_mark_it(string language, string title, string typed, string marked)
    {
        var room = await Room(language, (title, "Text."));
        using var learner = await school.Bearer(await school.Learner(room));
        var hit = Assert.Single(await Hits(learner, typed));
        Assert.Equal(marked, Marked(hit!["heading"]));
    }

    [Fact]
    public async Task A_table_is_shown_as_words_without_its_bars()
    {
        var room = await Room("en", ("Four kinds", "Kinds of columns.\n\n| Kind | Example |\n|:---|---:|\n| Ordered | ocelot, one to five |\n\nNo more."));
        using var learner = await school.Bearer(await school.Learner(room));
        Assert.Equal("Kinds of columns. Kind · Example Ordered · [ocelot], one to five No more.", Marked(Assert.Single(await Hits(learner, "ocelot"))!["excerpt"]));
    }

    [Fact]
    public async Task A_title_outweighs_the_text_and_the_text_shows_where()
    {
        var far = string.Concat(Enumerable.Repeat("Other words stand here. ", 40));
        var room = await Room("en", ("A first", far + "Then comes the <b>sphygmomanometer</b>, and **more**."), ("Zebra of the sphygmomanometer", "Nothing."));
        using var learner = await school.Bearer(await school.Learner(room));
        var hits = await Hits(learner, "sphygmomanometers");
        Assert.Equal(["Zebra of the sphygmomanometer", "A first"], Titles(hits));
        var excerpt = Marked(hits[1]!["excerpt"]);
        Assert.StartsWith("… ", excerpt, StringComparison.Ordinal);
        Assert.Contains("[sphygmomanometer]", excerpt, StringComparison.Ordinal);

        using var browser = await school.Browser(await school.Learner(room));
        var page = await browser.GetStringAsync("/search?q=sphygmomanometers&in=lessons", Ct);
        Assert.Contains("<mark>sphygmomanometer</mark>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_course_whose_language_is_corrected_is_stemmed_anew()
    {
        var room = await Room("en", ("Φροντίδα ασθενών", "x"));
        using var learner = await school.Bearer(await school.Learner(room));
        Assert.Empty(await Hits(learner, "ασθενής"));
        await school.Database.Execute($"UPDATE academics.courses SET language = 'el' WHERE id = '{room.Course.Id}'");
        Assert.Single(await Hits(learner, "ασθενής"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        var room = await Room("en", [.. Enumerable.Range(1, 30).Select(i => ($"Axolotl {i}", new string('w', i)))]);
        using var learner = await school.Bearer(await school.Learner(room));
        List<string> seen = [];
        var cursor = "";
        for (var pages = 0; pages < 3 && cursor is not null; pages++)
        {
            var body = await (await learner.GetAsync(new Uri($"/api/v1/search?q=axolotl&in=lessons&cursor={cursor}", UriKind.Relative), Ct)).Body();
            var group = body["groups"]!.AsArray().Single()!;
            seen.AddRange(Titles(group["hits"]!.AsArray()));
            cursor = (string?)group["next"];
        }
        Assert.Null(cursor);
        Assert.Equal(30, seen.Distinct().Count());
        Assert.Equal(30, seen.Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await learner.GetAsync("/api/v1/search?q=axolotl&in=lessons&cursor=nonsense", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_catalogue_finds_other_forms_and_puts_titles_first()
    {
        var (text, title) = (await school.Course("Aardvark basics"), await school.Course("Pangolins"));
        await school.Database.Execute($$"""UPDATE academics.courses SET summary = '{"en": "About pangolins."}' WHERE id = '{{text.Id}}'""");
        using var visitor = school.Visitor();
        var page = await (await visitor.GetAsync("/api/v1/courses?q=pangolin&limit=1", Ct)).Body();
        Assert.Equal(title.Slug, (string)page["items"]![0]!["slug"]!);
        var next = await (await visitor.GetAsync($"/api/v1/courses?q=pangolin&limit=1&cursor={page["next"]}", Ct)).Body();
        Assert.Equal(text.Slug, (string)next["items"]![0]!["slug"]!);
        Assert.Null(next["next"]);
    }

    [Theory]
    [InlineData("'\"\\ OR 1=1; -- ')")]
    [InlineData("& | ! :* <-> <2> ( )")]
    [InlineData("\0\u0001")]
    [InlineData("؟،؛ … —")]
    [InlineData("\u200f\u202e\u2067needle\u200e")]
    [InlineData("\uD83D\uDE00 \uD800")]
    [InlineData(" ")]
    public async Task Nothing_hostile_breaks_it(string typed)
    {
        using var learner = await school.SignedIn();
        foreach (var q in (string[])[typed, string.Concat(Enumerable.Repeat(typed, 10_000 / typed.Length))])
        foreach (var address in (string[])["/api/v1/search?in=lessons&q=", "/api/v1/courses?q="])
        {
            var escaped = Uri.EscapeDataString(q.Length > 1_000 ? q[..1_000] : q);
            Assert.InRange((int)(await learner.GetAsync(new Uri(address + escaped, UriKind.Relative), Ct)).StatusCode, 200, 499);
        }
        Assert.InRange((int)(await learner.GetAsync(new Uri("/api/v1/search?in=lessons&q=" + new string('ب', 1) + new string('a', 10_000), UriKind.Relative), Ct)).StatusCode, 200, 499);
    }

    [Fact]
    public async Task Within_a_course_everybody_finds_what_they_may_open_and_no_more()
    {
        var room = await Room("en", ("Wombat lesson", "Open."));
        await school.Do(new AddLesson(room.Unit, "text", "Wombat draft", 1), AddingLessons.Handle);
        var preview = await school.Lesson(room.Unit, "Wombat preview");
        await school.Do(new ChangeLesson(preview, "Wombat preview", 1, "Text.", null, null, true), ChangingLessons.Handle);
        using var learner = await school.Bearer(await school.Learner(room));
        using var stranger = await school.SignedIn();
        using var visitor = school.Visitor();
        using var teacher = await school.Bearer(room.Teacher);

        Assert.Equal(["Wombat lesson"], await Within(learner, room));
        Assert.Equal(["Wombat lesson"], await Within(learner, room, "&section=" + room.Section.Code));
        Assert.Equal(["Wombat preview"], await Within(stranger, room));
        Assert.Equal(["Wombat preview"], await Within(visitor, room));
        Assert.Equal(["Wombat draft", "Wombat lesson", "Wombat preview"], await Within(teacher, room));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/api/v1/courses/no-such/search?q=wombat", Ct)).StatusCode);

        using var browser = await school.Browser(await school.Learner(room));
        var page = await browser.GetStringAsync($"/search/courses/{room.Course.Slug}?q=wombats&section={room.Section.Code}", Ct);
        Assert.Contains($"/courses/{room.Course.Slug}/{room.Section.Code}/lessons/{room.Lessons.FirstOrDefault()}"[..^36], page, StringComparison.Ordinal);
        Assert.Contains("<mark>Wombat</mark>", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/search/courses/{room.Course.Slug}\"", await browser.GetStringAsync($"/courses/{room.Course.Slug}/{room.Section.Code}", Ct), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> Within(HttpClient client, Classroom room, string more = "") =>
        Titles((await (await client.GetAsync($"/api/v1/courses/{room.Course.Slug}/search?q=wombats{more}", Ct)).Body())["hits"]!.AsArray()).Order(StringComparer.Ordinal);

    [Fact]
    public async Task Among_six_thousand_lessons_the_index_answers_the_statement_that_is_sent()
    {
        var room = await school.Classroom(1);
        await school.Database.Execute(
            $"""
            INSERT INTO learning.lessons (id, outline_id, unit_id, kind, title, position, minutes, body, is_preview, is_published)
              SELECT gen_random_uuid(), u.outline_id, u.id, 'text', 'Lesson ' || n, n + 10, 1, 'words of lesson ' || md5(n::text) || CASE n WHEN 77 THEN ' platypuses' ELSE '' END, false, true
              FROM learning.units u JOIN learning.outlines o ON o.id = u.outline_id AND o.section_id = '{room.Section.Id}', generate_series(1, 6000) n;
            ANALYZE learning.lessons; ANALYZE learning.outlines; ANALYZE academics.courses; ANALYZE academics.sections; ANALYZE academics.enrolments;
            """);
        using var learner = await school.Bearer(await school.Learner(room));
        await Hits(learner, "warm");
        using var sent = new SentStatements(new NpgsqlConnectionStringBuilder(school.Database.Connections.App).Database!);
        Assert.Equal("Lesson 77", Titles(await Hits(learner, "platypus")).Single());
        var count = sent.All.Count;
        var plan = await SentStatements.Plan(sent.All.Single(c => c.CommandText.Contains("learning.lessons", StringComparison.Ordinal)), school.Database.App, Ct);
        // By the words, or by the few outlines of the reader: PostgreSQL's figures decide, and both are an index.
        Assert.True((plan.Contains("lessons_ranked", StringComparison.Ordinal) || plan.Contains("lessons_outline", StringComparison.Ordinal)) && !plan.Contains("Seq Scan on lessons", StringComparison.Ordinal), plan);
        Assert.InRange(count, 1, 3);
    }
}
