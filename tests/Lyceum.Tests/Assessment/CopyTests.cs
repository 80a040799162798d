using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Assessment;

public sealed class CopyTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int number;

    [Fact]
    public async Task A_course_is_copied_with_lessons_files_quizzes_and_rule_and_without_its_learners()
    {
        var (course, lessons) = await Written();
        var teacher = await school.Person(Role.Instructor);
        await school.Do(new NameTeacher((await school.SectionOf(course)).Id, teacher.Id), NamingTeachers.Name);
        await school.Do(new Lyceum.Academics.Enrolments.Enrol((await school.SectionOf(course)).Id, (await school.Person()).Id), Lyceum.Academics.Enrolments.Enrolling.Handle);
        var blobs = await school.Database.Value<long>("SELECT count(*) FROM platform.blobs");
        using var api = await school.Bearer(teacher);

        var code = Code();
        var answer = await api.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/copies", new { code, title = new { en = "Second try" } }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await answer.Body();
        var copy = body["course"]!;
        Assert.Equal((code, "draft", "second-try"), ((string)copy["code"]!, (string)copy["state"]!, (string)copy["slug"]!));
        Assert.Equal($"/api/v1/courses/{copy["slug"]}", answer.Headers.Location?.OriginalString);
        Assert.Equal(["lessons 4", "certificate 1"], body["parts"]!.AsArray().Select(p => $"{p!["name"]} {p["count"]}"));
        var id = (Guid)copy["id"]!;

        Assert.Equal(await Lines(course.Id), await Lines(id));
        Assert.Equal(await Asked(course.Id), await Asked(id));
        Assert.Equal(2, (await Asked(id)).Count);
        Assert.False(await school.Read(db => CertificateQueries.IsAwarded(db, id, Ct)));
        Assert.Equal(blobs, await school.Database.Value<long>("SELECT count(*) FROM platform.blobs"));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM academics.enrolments e JOIN academics.sections s ON s.id = e.section_id WHERE s.course_id = '{id}'"));
        // Nothing ties the two: the old lesson may go.
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM learning.lessons l JOIN learning.outlines o ON o.id = l.outline_id WHERE o.course_id = '{id}' AND (l.source_id IS NOT NULL OR l.source_version IS NOT NULL)"));
        await school.Do(new RemoveLesson(lessons), RemovingLessons.Handle);
        Assert.Equal(course.Id, await school.Database.Value<Guid>($"SELECT copied_from_id FROM academics.courses WHERE id = '{id}'"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'academics.copy_course' AND entity = 'academics.courses' AND entity_id = '{id}' AND after::text LIKE '%{course.Id}%'"));
        // Who copied it teaches it, and may write it at once.
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync($"/api/v1/courses/{copy["slug"]}/outline", Ct)).StatusCode);
    }

    [Fact]
    public async Task Only_what_is_chosen_comes_along_and_a_quiz_hangs_on_a_lesson()
    {
        var (course, _) = await Written();
        using var api = await school.SignedIn(Role.Coordinator);
        async Task<(HttpStatusCode Status, JsonObject Body)> Copy(params string[] parts)
        {
            var answer = await api.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/copies", new { code = Code(), title = new { en = "Part of it" }, parts }, Ct);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!.AsObject());
        }

        var words = await Copy();
        Assert.Empty(await Lines((Guid)words.Body["course"]!["id"]!));
        var lessons = await Copy("lessons");
        Assert.Equal(3, (await Lines((Guid)lessons.Body["course"]!["id"]!)).Count);
        Assert.DoesNotContain(await Lines((Guid)lessons.Body["course"]!["id"]!), l => l.Contains("quiz", StringComparison.Ordinal));
        Assert.True(await school.Read(db => CertificateQueries.IsAwarded(db, (Guid)lessons.Body["course"]!["id"]!, Ct)));

        var before = await school.Database.Value<long>("SELECT count(*) FROM academics.courses");
        Assert.Equal("academics.course.part_alone", (string)(await Copy("quiz")).Body["errors"]![0]!["code"]!);
        Assert.Equal("academics.course.no_part", (string)(await Copy("lessons", "learners")).Body["errors"]![0]!["code"]!);
        Assert.Equal(before, await school.Database.Value<long>("SELECT count(*) FROM academics.courses"));
    }

    [Fact]
    public async Task Dates_move_with_the_term_on_the_clocks_of_the_school_or_are_left_out()
    {
        using var admin = await school.SignedIn(Role.Administrator);
        await (await admin.PutAsJsonAsync("/api/v1/institution", new { name = new { en = "Asclepius College" }, shortName = "Asclepius", zone = "Europe/Athens", currency = "EUR" }, Ct)).Body();
        var first = await school.Do(new CreateTerm(Of(new DateOnly(2027, 3, 1))), CreatingTerms.Handle);
        var second = await school.Do(new CreateTerm(Of(new DateOnly(2027, 4, 5))), CreatingTerms.Handle);
        var (course, _) = await Written(first.Id);
        using var api = await school.SignedIn(Role.Coordinator);
        async Task<DateTime?> Opens(object body)
        {
            var made = await (await api.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/copies", body, Ct)).Body();
            return await school.Database.Value<DateTime?>($"SELECT q.opens_at FROM assessment.quizzes q JOIN learning.lessons l ON l.id = q.lesson_id JOIN learning.outlines o ON o.id = l.outline_id WHERE o.course_id = '{made["course"]!["id"]}'");
        }

        // Nine in the morning in Athens on 10 March is 07:00 UTC; 35 days later, after the clocks went forward, it is 06:00.
        Assert.Equal(new DateTime(2027, 4, 14, 6, 0, 0, DateTimeKind.Utc), await Opens(new { code = Code(), title = new { en = "Spring" }, termId = second.Id, moveDates = true }));
        Assert.Null(await Opens(new { code = Code(), title = new { en = "Spring" }, termId = second.Id }));
        Assert.Null(await Opens(new { code = Code(), title = new { en = "Spring" }, moveDates = true }));
    }

    [Fact]
    public async Task A_copy_asked_for_twice_is_one_and_a_stranger_copies_nothing()
    {
        var (course, _) = await Written();
        var coordinator = await school.Person(Role.Coordinator);
        using var api = await school.Bearer(coordinator);
        api.DefaultRequestHeaders.Add("Idempotency-Key", "copy-once");
        var body = new { code = Code(), title = new { en = "Once" } };
        var ids = new List<string>();
        for (var i = 0; i < 2; i++) ids.Add((string)(await (await api.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/copies", body, Ct)).Body())["course"]!["id"]!);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM academics.courses WHERE code = '{body.code}'"));

        using var stranger = await school.SignedIn(Role.Instructor);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/copies", new { code = Code(), title = new { en = "Mine" } }, Ct)).StatusCode);
    }

    [Fact]
    public async Task The_page_makes_the_copy_and_leads_to_it()
    {
        var (course, _) = await Written();
        using var browser = await school.Browser(await school.Person(Role.Coordinator));
        var code = Code();
        var address = $"/admin/courses/{course.Slug}/copy";
        var taken = await school.PostForm(address, Fields(course.Code, "Again"), browser);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        var made = await school.PostForm(address, Fields(code, "Again"), browser);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await browser.GetStringAsync(made.Headers.Location!.OriginalString, Ct);
        Assert.Contains("The course is copied.", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/admin/courses/{course.Slug}\"", page, StringComparison.Ordinal);
        var id = await school.Database.Value<Guid>($"SELECT id FROM academics.courses WHERE code = '{code}'");
        Assert.Equal(3, (await Lines(id)).Count);   // the box of the quizzes was left empty
    }

    private static Dictionary<string, string> Fields(string code, string title) => new()
    {
        ["_handler"] = "copy", ["Model.Code"] = code, ["Model.TitleEn"] = title, ["Model.Key"] = Guid.CreateVersion7().ToString("n"),
        ["Model.Parts[0].Name"] = "lessons", ["Model.Parts[0].Taken"] = "true", ["Model.Parts[1].Name"] = "certificate", ["Model.Parts[2].Name"] = "quiz",
    };

    private static string Code() => $"CP {Interlocked.Increment(ref number):000}";

    private static TermDetails Of(DateOnly starts) => new($"t-{starts:yyyyMMdd}", new LocalizedName($"Term {starts:yyyyMMdd}"), starts, starts.AddDays(90), starts.ToDateTime(default, DateTimeKind.Utc).AddDays(-60), starts.ToDateTime(default, DateTimeKind.Utc));

    /// <summary>A published course with a text, a file, a draft and a quiz with an essay, no certificate; the id is that of the draft.</summary>
    private async Task<(CourseView Course, Guid Draft)> Written(Guid? term = null)
    {
        var course = await school.Course(term: term);
        var unit = (await school.Do(new AddUnit(course.Slug, "Unit"), AddingUnits.Handle)).Id;
        async Task<Guid> Add(string kind, string title) => (await school.Do(new AddLesson(unit, kind, title, 5), AddingLessons.Handle)).Id;
        var text = await Add("text", "Text");
        await school.Do(new ChangeLesson(text, "Text", 7, "Some **words**.", null, null, true), ChangingLessons.Handle);
        await school.Do(new PublishLesson(text), PublishingLessons.Handle);
        var file = await Add("file", "File");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.CreateVersion7().ToByteArray()));
        var owner = (await school.Person()).Id;
        await school.Database.Execute($"""
            INSERT INTO platform.blobs (hash, size, created_at) VALUES ('{hash}', 1, now());
            INSERT INTO platform.files (id, hash, size, media_type, name, owner_id, purpose, created_at) VALUES ('{file}', '{hash}', 1, 'text/plain', 'a.txt', '{owner}', 'document', now());
            UPDATE learning.lessons SET file_id = '{file}', file_hash = '{hash}', file_name = 'a.txt', file_type = 'text/plain', file_size = 1 WHERE id = '{file}'
            """);
        var draft = await Add("text", "Draft");
        var quiz = await Add("quiz", "Quiz");
        await school.Do(new ChangeQuiz(quiz, new QuizRules(QuizKind.Graded, 70, TimeLimitMinutes: 20, OpensAt: new DateTimeOffset(2027, 3, 10, 7, 0, 0, TimeSpan.Zero))), ChangingQuizzes.Handle);
        await school.Do(new Lyceum.Assessment.Questions.AddQuestion(quiz, MarkingSchool.Essay(2)), Lyceum.Assessment.Questions.WritingQuestions.Handle);
        await school.Do(new Lyceum.Assessment.Questions.AddQuestion(quiz, QuizSchool.OfEachType[0]), Lyceum.Assessment.Questions.WritingQuestions.Handle);
        await school.Do(new PublishLesson(quiz), PublishingLessons.Handle);
        await school.Do(new SetCertificateRule(course.Slug, false), SettingCertificateRules.Handle);
        return (course, draft);
    }

    /// <summary>The master's lessons, as lines that tell all they say.</summary>
    private Task<List<string>> Lines(Guid course) => school.Read(db => db.Database.SqlQuery<string>($"""
        SELECT concat_ws('|', u.title, u.position, l.position, l.kind, l.title, l.minutes, l.body, l.href, l.file_id, l.file_hash, l.file_name, l.is_preview, l.is_published, q.kind, q.pass_percent, q.time_limit_minutes) AS "Value"
        FROM learning.outlines o JOIN learning.units u ON u.outline_id = o.id JOIN learning.lessons l ON l.unit_id = u.id LEFT JOIN assessment.quizzes q ON q.lesson_id = l.id
        WHERE o.course_id = {course} AND o.section_id IS NULL ORDER BY u.position, l.position
        """).ToListAsync(Ct));

    private Task<List<string>> Asked(Guid course) => school.Read(db => db.Database.SqlQuery<string>($"""
        SELECT concat_ws('|', q.position, v.number, v.type, v.prompt, v.points, v.explanation, v.settings::text) AS "Value"
        FROM learning.outlines o JOIN learning.lessons l ON l.outline_id = o.id JOIN assessment.questions q ON q.lesson_id = l.id JOIN assessment.question_versions v ON v.question_id = q.id AND v.number = q.current
        WHERE o.course_id = {course} AND o.section_id IS NULL ORDER BY q.position
        """).ToListAsync(Ct));
}
