using System.Net;
using System.Text.Json.Nodes;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics;
using Lyceum.Identity.People;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Search;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Learning;

namespace Lyceum.Tests.Searching;

/// <summary>One search, in which everybody finds what they may see and nothing else.</summary>
public sealed class SearchTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<string>> Found(HttpClient client, string typed, string? source = null)
    {
        var answer = await client.GetAsync(new Uri($"/api/v1/search?q={Uri.EscapeDataString(typed)}&in={source}", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Body())["groups"]!.AsArray().SelectMany(g => g!["hits"]!.AsArray().Select(h => $"{(string)g["source"]!}: {(string)h!["title"]!}"))];
    }

    [Theory]
    [InlineData("Χειρουργική", "χειρουργικη")]
    [InlineData("Χειρουργική", "ΧΕΙΡΟΥΡΓ")]
    [InlineData("Ἰατρικὸς λόγος", "ιατρικοσ")]
    [InlineData("عِلم الأدويَة", "علم الادويه")]
    [InlineData("Fisiología básica", "fisiologia BAS")]
    public async Task Accents_capitals_and_vowel_signs_make_no_difference(string title, string typed)
    {
        var course = await school.Course(title);
        using var visitor = school.Visitor();
        Assert.Contains($"courses: {title}", await Found(visitor, typed));
        Assert.Contains($"courses: {title}", await Found(visitor, course.Code.Replace(' ', '-')));
    }

    [Fact]
    public async Task A_visitor_finds_published_courses_only()
    {
        await school.Course("Zymology open");
        await school.Course("Zymology draft", published: false);
        await school.Person();
        using var visitor = school.Visitor();
        Assert.Equal(["courses: Zymology open"], await Found(visitor, "zymol"));
        Assert.Empty(await Found(visitor, "person"));
        using var administrator = await school.SignedIn(Role.Administrator);
        Assert.Equal(["courses: Zymology open", "courses: Zymology draft"], (await Found(administrator, "zymol")).Where(f => f.StartsWith("courses", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_learner_finds_their_own_lessons_and_a_stranger_does_not()
    {
        var room = await school.Classroom();
        await school.Lesson(room.Unit, "Quokka care");
        await school.Do(new Lyceum.Learning.Outlines.UpdateSectionOutline(room.Section.Id), Lyceum.Learning.Outlines.UpdatingSectionOutlines.Handle);
        using var learner = await school.Bearer(await school.Learner(room));
        using var stranger = await school.SignedIn();
        using var teacher = await school.Bearer(room.Teacher);

        Assert.Equal(["lessons: Quokka care"], await Found(learner, "quokka"));
        Assert.Empty(await Found(stranger, "quokka"));
        Assert.Equal(["writing: Quokka care"], await Found(teacher, "quokka"));
        Assert.Contains($"mine: {room.Course.Title.En}", await Found(learner, room.Course.Code));
        Assert.DoesNotContain(await Found(stranger, room.Course.Code), f => f.StartsWith("mine", StringComparison.Ordinal));
        Assert.Contains($"teaching: {room.Course.Title.En}", await Found(teacher, room.Course.Code));
    }

    [Fact]
    public async Task People_are_found_by_those_who_may_read_people()
    {
        await school.Do(new CreatePerson("Ἑλένη", "Παππά", "el", LatinName: "Eleni Pappa", Account: null), CreatingPeople.Handle);
        var known = await school.Person();
        using var registrar = await school.SignedIn(Role.Registrar);
        using var instructor = await school.SignedIn(Role.Instructor);
        Assert.Equal(["people: Ἑλένη Παππά"], await Found(registrar, "ελενη παπ"));
        Assert.Equal(["people: Ἑλένη Παππά"], await Found(registrar, "pappa"));
        Assert.Equal([$"people: {known.Name}"], await Found(registrar, known.Email));
        Assert.Empty(await Found(instructor, "ελενη"));
    }

    [Fact]
    public async Task Whoever_teaches_finds_their_own_learners_by_name_and_nobody_elses()
    {
        var (room, other) = (await school.Classroom(), await school.Classroom());
        var (mine, theirs) = (await school.Learner(room), await school.Learner(other));
        await school.Database.Execute($"UPDATE identity.people SET display_name = 'Wilhelmina Quill', given_name = 'Wilhelmina', family_name = 'Quill', latin_name = NULL WHERE id IN ('{mine.Id}', '{theirs.Id}')");
        using var teacher = await school.Bearer(room.Teacher);
        using var learner = await school.Bearer(mine);
        using var registrar = await school.SignedIn(Role.Registrar);
        Assert.Equal(["learners: Wilhelmina Quill"], await Found(teacher, "quill wilhel"));
        Assert.Empty(await Found(learner, "quill"));
        Assert.Equal(["people: Wilhelmina Quill", "people: Wilhelmina Quill"], await Found(registrar, "quill"));   // who teaches nobody finds them among the people only
        Assert.Empty(await Found(teacher, mine.Email));   // an address is not a name

        using var browser = await school.Browser(room.Teacher);
        var page = await browser.GetStringAsync("/search?q=quill", Ct);
        Assert.Contains($"/teach/{room.Course.Slug}/{room.Section.Code}/roster?q=Wilhelmina%20Quill", page, StringComparison.Ordinal);
        Assert.Contains("Your learners", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_shows_five_and_leads_to_more()
    {
        for (var i = 0; i < 7; i++) await school.Course($"Vexillology {i}");
        using var visitor = school.Visitor("text/html");
        var page = await visitor.GetStringAsync("/search?q=vexill", Ct);
        Assert.Equal(5, page.Split("<mark>Vexillology</mark>").Length - 1);
        Assert.Contains("/search?q=vexill&amp;in=courses", page, StringComparison.Ordinal);
        Assert.Equal(7, (await visitor.GetStringAsync("/search?q=vexill&in=courses", Ct)).Split("<mark>Vexillology</mark>").Length - 1);
    }

    [Theory]
    [InlineData("' OR 1=1 -- & | ! :* <->")]
    [InlineData("\0")]
    [InlineData("%_\\")]
    [InlineData("\uD800")]
    [InlineData("ـــ ً")]
    public async Task Nothing_that_is_typed_breaks_it(string typed)
    {
        using var visitor = school.Visitor("text/html");
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri("/search?q=" + Uri.EscapeDataString(typed), UriKind.Relative), Ct)).StatusCode);
        using var long_ = await visitor.GetAsync(new Uri("/search?q=" + new string('a', 3000), UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, long_.StatusCode);
    }

    [Theory]
    [InlineData("ar", "لا نتائج")]
    [InlineData("el", "Δεν βρέθηκε")]
    public async Task The_page_speaks_the_readers_language(string language, string words)
    {
        using var visitor = school.Visitor("text/html");
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        Assert.Contains(words, WebUtility.HtmlDecode(await visitor.GetStringAsync("/search?q=qqqqq", Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_query_carry_no_operators() => Assert.Equal("abc:* & 12:*", SearchWords.Of("  'Abc' | !12 "));
}

/// <summary>The statements are answered by their indexes when there is much to look through.</summary>
public sealed class SearchIndexTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("courses_ranked", "SELECT id FROM academics.courses WHERE academics.course_ranked(code, title, summary, description, language) @@ platform.search_query('needle')")]
    [InlineData("people_words", "SELECT id FROM identity.people WHERE identity.person_words(display_name, given_name, family_name, latin_name) @@ to_tsquery('simple', 'needle:*')")]
    [InlineData("accounts_words", "SELECT person_id FROM identity.accounts WHERE identity.address_words(email) @@ to_tsquery('simple', 'needle:*')")]
    [InlineData("lessons_ranked", "SELECT id FROM learning.lessons WHERE words @@ platform.search_query('needle')")]
    public async Task The_index_is_used(string index, string statement)
    {
        await Fill();
        await using var command = database.App.CreateCommand("EXPLAIN " + statement);
        await using var plan = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> lines = [];
        while (await plan.ReadAsync(TestContext.Current.CancellationToken)) lines.Add(plan.GetString(0));
        Assert.Contains(lines, l => l.Contains($"on {index}", StringComparison.Ordinal));
    }

    private async Task Fill()
    {
        if (await database.Value<bool>("SELECT EXISTS (SELECT FROM identity.people)")) return;
        await database.Execute(
            """
            INSERT INTO identity.people (id, given_name, family_name, display_name, language, created_at) SELECT gen_random_uuid(), 'G' || n, 'F' || n, 'G' || n || ' F' || n, 'en', now() FROM generate_series(1, 20000) n;
            INSERT INTO identity.accounts (id, person_id, email, created_at) SELECT gen_random_uuid(), id, lower(given_name) || '@school.test', now() FROM identity.people;
            INSERT INTO academics.courses (id, code, slug, language, title, summary, description, category, difficulty, credits, hours, weeks, objectives, announced, icon, state, created_at)
              SELECT gen_random_uuid(), 'C ' || n, 'c-' || n, 'en', jsonb_build_object('en', 'Course ' || n), '{}', '', 'x', 'beginner', 0, 0, 0, '[]', '[]', 'book', 'draft', now() FROM generate_series(1, 6000) n;
            INSERT INTO learning.outlines (id, course_id) SELECT id, id FROM academics.courses LIMIT 1;
            INSERT INTO learning.units (id, outline_id, title, position) SELECT id, id, 'U', 1 FROM learning.outlines;
            INSERT INTO learning.lessons (id, outline_id, unit_id, kind, title, position, minutes, body, is_preview, is_published)
              SELECT gen_random_uuid(), u.id, u.id, 'text', 'Lesson ' || n, n, 1, 'words of lesson ' || n, false, true FROM learning.units u, generate_series(1, 6000) n;
            ANALYZE identity.people; ANALYZE identity.accounts; ANALYZE academics.courses; ANALYZE learning.lessons;
            """);
    }
}
