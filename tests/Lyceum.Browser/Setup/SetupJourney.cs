using Lyceum.Identity.Setup;
using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser.Setup;

/// <summary>The first administrator sets up a school by keyboard alone: no mouse, no touch.</summary>
public abstract class SetupJourney(School school, Chromium chromium)
{
    private const string Password = "a long walk by the sea";
    private const int Patience = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected async Task Walk(string language, bool phone)
    {
        List<string> faults = [];
        using var folder = new Folder();
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, language, phone, $"setup-{language}", faults);
        await visit.Open((await SetupLink.Create(school.Services, school.Origins.Main, Ct))!);
        await Type(visit, "Model.Name", "Eleni Papa");
        await Type(visit, "Model.Email", "eleni@school.test");
        await Type(visit, "Model.Password", Password);
        await Type(visit, "Model.School", "Asclepius College");
        await Enter(visit, "button.btn-primary");
        await Type(visit, "Model.Email", "eleni@school.test");
        await Type(visit, "Model.Password", Password);
        await Enter(visit, "main button.btn-primary");
        await visit.SaysText("academics.setup.step.institution.title");

        await Type(visit, "Model.Address", "5 Sea Street, Athens");
        await Enter(visit, "button[form=step]");
        await visit.SaysText("academics.setup.step.campus.title");
        await Enter(visit, "button[name=step]");   // skipped
        await visit.SaysText("academics.setup.step.zone.title");
        await Enter(visit, "button[form=step]");
        await visit.SaysText("platform.setup.step.languages.title");
        await Enter(visit, "button[form=step]");
        await Enter(visit, "button[name=step]");   // the term
        await Enter(visit, "button[name=step]");   // mail
        await visit.SaysText("identity.setup.step.sign-in.title");

        // What is wrong is said first and has the focus; what was typed is still there.
        await Type(visit, "Rows[4].Words", "3");
        await Reach(visit, "button[form=step]");
        await visit.Go(() => visit.Page.Keyboard.PressAsync("Enter"), 422);
        Assert.Equal("alert", await visit.Page.EvaluateAsync<string>("document.activeElement.getAttribute('role')"));
        Assert.Equal("3", await visit.Page.InputValueAsync("[name$='Rows[4].Words']"));
        await Type(visit, "Rows[4].Words", "60");
        await Enter(visit, "button[form=step]");
        await visit.SaysText("platform.setup.backups.none_yet");
        await Type(visit, "Rows[0].Words", folder.Path);
        await Enter(visit, "button[form=step]");
        await visit.SaysText("platform.setup.backups.found");
        await Enter(visit, "a.btn-primary");
        await visit.SaysText("platform.setup.some_left", ("count", 3));
        await Enter(visit, "form[action='/admin/setup/finish'] button");

        Assert.Equal("backups done, campus skipped, institution done, languages done, mail skipped, sign-in done, term skipped, zone done",
            await school.Database.Value<string>("SELECT string_agg(step || ' ' || state, ', ' ORDER BY step) FROM platform.setup_steps"));
        Assert.Equal("60", await school.Database.Value<string>("SELECT value::text FROM platform.settings WHERE key = 'identity.session_idle_minutes'"));
        Assert.True(await school.Database.Value<bool>("SELECT finished_at IS NOT NULL FROM platform.setup"));

        await visit.Open("/admin/settings/sign-in/identity.session_idle_minutes");
        await Enter(visit, "button[name=Undo]");
        await visit.SaysText("platform.settings.saved");
        await visit.Open("/admin/settings/sign-in");
        await visit.Open("/admin/settings/mail");
        Assert.Empty(faults);
    }

    /// <summary>Walks with the tab key until the thing has the focus; one that cannot be reached so is a fault.</summary>
    private static async Task Reach(Visit visit, string selector)
    {
        for (var presses = 0; presses < Patience; presses++)
        {
            if (await visit.Page.EvaluateAsync<bool>("s => document.activeElement?.matches(s) ?? false", selector)) return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{selector} at {visit.Page.Url} is not reached by the tab key");
    }

    private static async Task Type(Visit visit, string name, string text)
    {
        await Reach(visit, $"[name$='{name}']:not([type=hidden])");
        await visit.Page.Keyboard.PressAsync("Control+A");
        await visit.Page.Keyboard.TypeAsync(text);
    }

    private static async Task Enter(Visit visit, string selector)
    {
        await Reach(visit, selector);
        await visit.Go(() => visit.Page.Keyboard.PressAsync("Enter"));
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("lyceum-backup-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

public sealed class SetupOnADesk(School school, Chromium chromium) : SetupJourney(school, chromium), IClassFixture<School>
{
    [Fact]
    public Task In_English() => Walk("en", phone: false);
}

public sealed class SetupOnAPhone(School school, Chromium chromium) : SetupJourney(school, chromium), IClassFixture<School>
{
    [Fact]
    public Task In_Arabic() => Walk("ar", phone: true);
}
