using System.Globalization;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Browser.Journeys;

/// <summary>What a registrar, a coordinator, an administrator, an operator and an auditor do.</summary>
internal static class Office
{
    private const string Course = "pharmacology-1";

    /// <summary>Makes a term and a section in it, finds a person, and takes a learner out of a section.</summary>
    public static async Task Register(Visit visit, Hands hands, TestDatabase rows)
    {
        var (page, language) = (visit.Page, visit.T.Language.Code);
        await hands.SignIn("registrar");
        await hands.Navigate("/terms");
        await hands.Go("a[href='/terms/new']");
        await hands.Around();
        await hands.Type("Model.Code", $"k-{language}");
        await hands.Type("Model.NameEn", "By keyboard");
        await hands.Type("Model.NameEl", "Με το πληκτρολόγιο");
        await hands.Type("Model.NameAr", "بلوحة المفاتيح");
        await hands.TypeDay("Model.StartsOn", "2031-01-10");
        await hands.TypeDay("Model.EndsOn", "2031-05-10");
        await hands.TypeDay("Model.Opens", "2030-12-01T08:30");
        await hands.TypeDay("Model.Closes", "2031-01-09T09:00");
        await hands.Go("main form .btn-primary");
        Assert.Equal(1, await rows.Value<long>($"SELECT count(*) FROM academics.terms WHERE code = 'k-{language}' AND starts_on = '2031-01-10'"));
        await hands.Confirm($"button[popovertarget='open-k-{language}']", $"#open-k-{language} form button");

        await visit.Open($"/admin/courses/{Course}/sections/new");
        await hands.Choose("Model.TermId", (await rows.Value<Guid>($"SELECT id FROM academics.terms WHERE code = 'k-{language}'")).ToString());
        await hands.Type("Model.Code", $"k-{language}");
        await hands.Type("Model.Capacity", "12");
        await hands.Go("main form .btn-primary");
        Assert.EndsWith($"/teach/{Course}/k-{language}/roster", page.Url, StringComparison.Ordinal);
        Assert.Equal(1, await rows.Value<long>($"SELECT count(*) FROM academics.sections WHERE code = 'k-{language}' AND capacity = 12"));

        await hands.Navigate("/admin/people");
        await hands.Type("q", "layla");
        await visit.Go(() => page.Keyboard.PressAsync("Enter"));
        await hands.Go("th a[href^='/admin/people/']");
        var section = await rows.Value<string>($"SELECT s.code FROM academics.sections s JOIN academics.courses c ON c.id = s.course_id JOIN academics.terms t ON t.id = s.term_id WHERE c.slug = '{Course}' AND t.state = 'open' AND t.starts_on < now() AND t.ends_on > now() LIMIT 1");
        var withdrawn = await rows.Value<long>("SELECT count(*) FROM academics.enrolments WHERE state = 'withdrawn'");
        await visit.Open($"/teach/{Course}/{section}/roster?state=active");
        await hands.Confirm("button[popovertarget^='w-']", "dialog:popover-open form button");
        Assert.Equal(withdrawn + 1, await rows.Value<long>("SELECT count(*) FROM academics.enrolments WHERE state = 'withdrawn'"));
    }

    /// <summary>Finds a course, changes what is said of it, and looks at its sections.</summary>
    public static async Task Coordinate(Visit visit, Hands hands, TestDatabase rows)
    {
        var hours = visit.T.Language.Code switch { "en" => 41, "el" => 42, _ => 43 };
        await hands.SignIn("coordinator");
        await hands.Navigate("/admin/courses");
        await hands.Type("q", "STA 110");
        await visit.Go(() => visit.Page.Keyboard.PressAsync("Enter"));
        await hands.Go("th a[href^='/admin/courses/']");
        await hands.Around();
        await hands.Type("Model.Hours", hours.ToString(CultureInfo.InvariantCulture));
        await hands.Go("main form > .ly-actions .btn-primary");
        Assert.Equal(hours, await rows.Value<long>("SELECT hours::bigint FROM academics.courses WHERE slug = 'statistics-for-the-ward'"));
        await hands.Go("#sections a[href*='/sections/'].btn, section a[href*='/sections/'].btn");
        await visit.Open("/admin/courses/statistics-for-the-ward");
        await hands.Go("a[href$='/copy']");
    }

    /// <summary>Finds a person and gives a role, reads of it in the log, changes a setting.</summary>
    public static async Task Administer(Visit visit, Hands hands, TestDatabase rows)
    {
        var (page, language) = (visit.Page, visit.T.Language.Code);
        var person = language switch { "en" => "samuel.brandt", "el" => "eleni.papadaki", _ => "layla.haddad" };
        await hands.SignIn("administrator");
        await hands.Navigate("/admin/people");
        await hands.Around();
        await hands.Type("q", person.Split('.')[1]);
        await visit.Go(() => page.Keyboard.PressAsync("Enter"));
        await hands.Go("th a[href^='/admin/people/']");
        var given = "SELECT count(*) FROM identity.role_assignments WHERE role = 'office_assistant' AND ended_at IS NULL";
        var before = await rows.Value<long>(given);
        await hands.Choose("RoleModel.Role", "office_assistant");
        await hands.Type("RoleModel.Reason", "Helps at the desk.");
        await visit.Go(() => page.Keyboard.PressAsync("Enter"));
        Assert.Equal(before + 1, await rows.Value<long>(given));

        await hands.Navigate("/admin/audit");
        await hands.Go("tbody th a");
        await hands.Navigate("/admin/settings");
        await hands.Go("a[href='/admin/settings/sign-in']");
        var idle = language switch { "en" => 61, "el" => 62, _ => 63 };
        await hands.Type("Rows[4].Words", idle.ToString(CultureInfo.InvariantCulture));
        await hands.Go("main form > .ly-actions .btn-primary");
        Assert.Equal(idle, await rows.Value<long>("SELECT (value::text)::bigint FROM platform.settings WHERE key = 'identity.session_idle_minutes'"));
    }

    /// <summary>Sees whether everything runs: jobs and their hours, the state of the school, how mail leaves it.</summary>
    public static async Task Operate(Visit visit, Hands hands, TestDatabase rows)
    {
        await hands.SignIn("operator");
        await hands.Navigate("/ops/jobs");
        await hands.Press("details.ly-twin > summary");
        await visit.Look();
        await hands.Go(".nav-tabs a[href*='state=']");
        await hands.Around();
        await hands.Navigate("/admin/settings/mail");
        await hands.Go("a[href^='/admin/settings/mail/']");
        await visit.Open("/status");
        await hands.Around();
    }

    /// <summary>Reads the log, lets its chain be proved, looks at a role and at a person; changes nothing.</summary>
    public static async Task Inspect(Visit visit, Hands hands, TestDatabase rows)
    {
        await hands.SignIn("auditor");
        await hands.Navigate("/admin/audit");
        await hands.Go("main form[method=post] button");
        await hands.Type("act", "identity");
        await visit.Go(() => visit.Page.Keyboard.PressAsync("Enter"));
        await hands.Around();
        await hands.Navigate("/admin/roles");
        await hands.Go("main a[href^='/admin/roles/']");
        await hands.Navigate("/admin/people");
        await hands.Go("th a[href^='/admin/people/']");
    }
}
