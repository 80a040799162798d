using System.Text.Json;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Browser.Journeys;

/// <summary>A page, who looks at it, and with what in its address: <c>$name</c> is something of <see cref="PageTable.Things"/>.</summary>
/// <param name="Pattern">As the page declares it.</param>
/// <param name="Who">Whom it is made for: the beginning of their address, or nobody.</param>
/// <param name="Address">What is typed; the pattern itself when nothing stands in it.</param>
/// <param name="Status">What it answers.</param>
internal sealed record PageRow(string Pattern, string Who, string? Address = null, int Status = 200)
{
    /// <summary>The name of its picture.</summary>
    public string Name => Pattern == "/" ? "front" : string.Concat(Pattern.Trim('/').Replace(":guid", "", StringComparison.Ordinal).Replace("/", "-", StringComparison.Ordinal).Where(c => c is not ('{' or '}'))).ToLowerInvariant();
}

/// <summary>Every page of the product with real things of the demo school. A page without a row fails the walk.</summary>
internal static class PageTable
{
    private const string Nobody = "", Learner = "samuel.brandt", Teacher = "ingrid.halvorsen", Registrar = "registrar", Coordinator = "coordinator", Administrator = "administrator", Operator = "operator", Keyholder = "exam.officer";

    public static readonly IReadOnlyList<PageRow> Rows =
    [
        new("/", Nobody), new("/catalogue", Nobody), new("/catalogue/{Slug}", Nobody, "/catalogue/$course"), new("/catalogue/{Course}/lessons/{Id:guid}", Nobody, "$preview"),
        new("/search", Nobody, "/search?q=STA%20110"), new("/search/courses/{Course}", Learner, "/search/courses/$course?q=median"),
        new("/verify", Nobody), new("/verify/{Serial}", Nobody, "/verify/$serial"), new("/status", Nobody), new("/privacy", Nobody), new("/accessibility", Nobody),
        new("/docs/api", Nobody), new("/docs/api/{Room}", Nobody, "/docs/api/academics"), new("/docs/errors", Nobody), new("/demo/mail", Nobody), new("/demo/mail/{Id:guid}", Nobody, "/demo/mail/$mail"),
        new("/sign-in", Nobody), new("/register", Nobody), new("/forgot-password", Nobody), new("/reset-password", Nobody, "/reset-password?token=x"), new("/verify-email", Nobody, "/verify-email?for=$nothing"),
        new("/sign-in/code", Nobody), new("/sign-in/provider", Nobody), new("/sign-in/provider/return", Nobody, Status: 410), new("/setup", Nobody, "/setup?token=x"), new("/kit", Nobody, Status: 404),

        new("/today", Learner), new("/courses", Learner), new("/courses/{Course}/{Section}", Learner, "/courses/$course/$section"), new("/courses/{Course}/{Section}/progress", Learner, "/courses/$course/$section/progress"),
        new("/courses/{Course}/{Section}/lessons/{Id:guid}", Learner, "/courses/$course/$section/lessons/$lesson"), new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}", Learner, "/courses/$course/$section/quizzes/$quiz"),
        new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}/attempts/{Id:guid}", Learner, "$attempt"), new("/courses/{Course}/{Section}/quizzes/{LessonId:guid}/attempts/{Id:guid}/result", Teacher, "$result"),
        new("/grades", Learner), new("/record/certificates", Learner), new("/notifications", Learner),
        new("/account", Learner), new("/account/security", Learner), new("/account/tokens", Learner), new("/account/second-step", Keyholder),
        new("/account/passkeys/{Id:guid}", Keyholder, "/account/passkeys/$passkey"), new("/account/identities/{Id:guid}", Keyholder, "/account/identities/$identity"),

        new("/teach", Teacher), new("/teach/{Course}/{Section}", Teacher, "/teach/$course/$section"), new("/teach/{Course}/{Section}/roster", Teacher, "/teach/$course/$section/roster"),
        new("/teach/{Course}/{Section}/progress", Teacher, "/teach/$course/$section/progress"), new("/teach/{Course}/{Section}/quizzes", Teacher, "/teach/$course/$section/quizzes"),
        new("/teach/{Course}/{Section}/marking", Teacher, "/teach/$course/$section/marking"), new("/teach/{Course}/{Section}/marking/{Id:guid}", Teacher, "/teach/$course/$section/marking/$mark"),
        new("/courses/{Course}/edit", Teacher, "/courses/$course/edit"), new("/courses/{Course}/edit/lessons/{Id:guid}", Teacher, "/courses/$course/edit/lessons/$master"),
        new("/courses/{Course}/edit/quizzes/{LessonId:guid}", Teacher, "/courses/$course/edit/quizzes/$masterQuiz"),

        new("/admin/courses", Coordinator), new("/admin/courses/new", Coordinator), new("/admin/courses/{Slug}", Coordinator, "/admin/courses/$course"), new("/admin/courses/{Slug}/copy", Coordinator, "/admin/courses/$course/copy"),
        new("/admin/courses/{Slug}/archiving", Coordinator, "/admin/courses/$course/archiving"), new("/admin/courses/{Course}/sections/new", Coordinator, "/admin/courses/$course/sections/new"),
        new("/admin/courses/{Course}/sections/{Section}", Coordinator, "/admin/courses/$course/sections/$section"),
        new("/terms", Registrar), new("/terms/new", Registrar), new("/terms/{Id:guid}", Registrar, "/terms/$term"), new("/verify/{Serial}/revoke", Registrar, "/verify/$serial/revoke"),
        new("/admin/people", Registrar), new("/admin/people/new", Registrar),

        new("/admin/people/{Id:guid}", Administrator, "/admin/people/$person"), new("/admin/roles", Administrator), new("/admin/roles/new", Administrator), new("/admin/roles/{Key}", Administrator, "/admin/roles/registrar"),
        new("/admin/sign-in-provider", Administrator), new("/admin/audit", Administrator), new("/admin/settings", Administrator), new("/admin/settings/categories", Administrator),
        new("/admin/settings/statements", Administrator), new("/admin/settings/campuses", Administrator), new("/admin/settings/campuses/new", Administrator), new("/admin/settings/campuses/{Id:guid}", Administrator, "/admin/settings/campuses/$campus"),
        new("/admin/setup", Administrator), new("/admin/setup/institution", Administrator), new("/admin/setup/campus", Administrator), new("/admin/setup/zone", Administrator), new("/admin/setup/languages", Administrator),
        new("/admin/setup/term", Administrator), new("/admin/setup/mail", Administrator), new("/admin/setup/sign-in", Administrator), new("/admin/setup/backups", Administrator),
        new("/ops/jobs", Operator), new("/admin/settings/{Group}", Operator, "/admin/settings/mail"), new("/admin/settings/{Group}/{Key}", Operator, "/admin/settings/mail/platform.mail_port"),
    ];

    /// <summary>What stands in the addresses, by name; a passkey, an identity and a campus are made, since the demo school has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Things(TestDatabase school)
    {
        await school.Execute($"""
            INSERT INTO identity.passkeys (id, account_id, credential_id, public_key, name, sign_count, transports, backup_eligible, backed_up, created_at)
            SELECT gen_random_uuid(), id, '\x01', '\x00', 'Phone', 0, ARRAY[]::text[], false, false, now() FROM identity.accounts WHERE email = '{Keyholder}{DemoSchool.Domain}';
            INSERT INTO identity.external_identities (id, account_id, issuer, subject, created_at)
            SELECT gen_random_uuid(), id, 'https://login.example', 'subject', now() FROM identity.accounts WHERE email = '{Keyholder}{DemoSchool.Domain}';
            INSERT INTO academics.campuses (id, code, name, address, zone, state, created_at, version) VALUES (gen_random_uuid(), 'harbour', jsonb_build_object('en', 'Harbour annex'), '5 Sea Street', 'Europe/Athens', 'open', now(), 1)
            """);
        var found = await school.Value<string>($"""
            WITH me AS (SELECT person_id AS id FROM identity.accounts WHERE email = '{Learner}{DemoSchool.Domain}'),
            here AS (SELECT c.id AS course_id, c.slug, s.id, s.code FROM academics.enrolments e JOIN academics.sections s ON s.id = e.section_id JOIN academics.courses c ON c.id = s.course_id
                     WHERE e.person_id = (SELECT id FROM me) AND c.slug = 'statistics-for-the-ward' AND e.state = 'active'),
            taught AS (SELECT l.* FROM learning.lessons l JOIN learning.outlines o ON o.id = l.outline_id WHERE o.section_id = (SELECT id FROM here) AND l.is_published),
            written AS (SELECT l.* FROM learning.lessons l JOIN learning.outlines o ON o.id = l.outline_id WHERE o.course_id = (SELECT course_id FROM here) AND o.section_id IS NULL)
            SELECT jsonb_build_object(
              'course', slug, 'section', code, 'person', (SELECT id FROM me),
              'lesson', (SELECT id FROM taught WHERE kind = 'text' ORDER BY id LIMIT 1),
              'quiz', (SELECT t.id FROM taught t JOIN assessment.quizzes q ON q.lesson_id = t.id ORDER BY q.kind DESC, t.id LIMIT 1),
              'master', (SELECT id FROM written WHERE kind = 'text' ORDER BY id LIMIT 1),
              'masterQuiz', (SELECT id FROM written WHERE kind = 'quiz' ORDER BY id LIMIT 1),
              'mark', (SELECT m.id FROM assessment.marks m WHERE m.section_id = here.id ORDER BY m.points NULLS FIRST, m.id LIMIT 1),
              'result', (SELECT format('/courses/%s/%s/quizzes/%s/attempts/%s/result', here.slug, here.code, a.lesson_id, a.id) FROM assessment.attempts a WHERE a.section_id = here.id AND a.state = 'graded' ORDER BY a.id LIMIT 1),
              'term', (SELECT id FROM academics.terms WHERE state = 'open' ORDER BY code LIMIT 1),
              'serial', (SELECT serial FROM platform.issued_documents WHERE revoked_at IS NULL ORDER BY serial LIMIT 1),
              'mail', (SELECT id FROM platform.mails ORDER BY id LIMIT 1),
              'campus', (SELECT id FROM academics.campuses LIMIT 1),
              'nothing', gen_random_uuid(),
              'passkey', (SELECT id FROM identity.passkeys LIMIT 1), 'identity', (SELECT id FROM identity.external_identities LIMIT 1))::text
            FROM here
            """);
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(found!)!.ToDictionary(p => p.Key, p => p.Value ?? "", StringComparer.Ordinal);
    }
}
