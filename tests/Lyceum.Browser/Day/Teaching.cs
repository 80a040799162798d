using System.Text;
using Lyceum.Tests.Files;
using Microsoft.Playwright;

namespace Lyceum.Browser.Day;

/// <summary>What an instructor does before anybody can learn.</summary>
internal static class Teaching
{
    /// <summary>Makes the course and sees what it lacks.</summary>
    public static async Task MakeCourse(Visit visit, Script script)
    {
        await visit.Navigate("/teach");
        await visit.Press("academics.courses.new");
        await visit.Fill("Model.Code", "HEAT-1");
        await visit.Choose("Model.Language", script.Language);
        await visit.Fill(script.Language == "ar" ? "Model.TitleAr" : "Model.TitleEn", script.Course);
        await visit.Fill("Model.Category", script.Category);
        await visit.Fill("Model.Hours", "4");
        await visit.Fill("Model.Weeks", "2");
        await visit.Fill("Model.Description", script.Summary);
        await visit.Press("academics.courses.create");
        await visit.Show("academics.course.publish.button");
        await visit.SaysText("academics.course.gap.summary");
        await visit.SaysText("learning.missing.lessons");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Fill(script.Language == "ar" ? "Model.SummaryAr" : "Model.SummaryEn", script.Summary);
        await visit.Press("ui.save");
    }

    /// <summary>Writes two units of lessons of every kind.</summary>
    public static async Task WriteLessons(Visit visit, Script script)
    {
        await visit.Press("learning.outline.write");
        foreach (var unit in script.Units)
        {
            await visit.Page.GetByLabel(visit.T["learning.unit.title-of-new"]).FillAsync(unit);
            await visit.Press("learning.unit.add");
        }

        await AddLesson(visit, "text", script.Reading);
        await visit.Show("learning.publish.button");
        await visit.SaysText("learning.missing.text");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Fill("Model.Body", script.Body);
        await visit.Fill("Model.Minutes", "8");
        await visit.Check("Model.IsPreview");
        await visit.Press("learning.editor.save");
        await Assertions.Expect(visit.Page.Locator(".ly-preview math").First).ToBeAttachedAsync();
        await Publish(visit);

        await AddLesson(visit, "file", script.Handout);
        await Upload(visit, "table.csv", "text/csv", Encoding.UTF8.GetBytes("celsius,fahrenheit\n0,32\n100,212\n"));
        await visit.Says("table.csv");
        await visit.Fill("Model.Minutes", "3");
        await visit.Press("learning.editor.save");
        await Publish(visit);

        await AddLesson(visit, "link", script.Link);
        await visit.Fill("Model.Href", "https://www.bipm.org/en/measurement-units/si-base-units");
        await visit.Fill("Model.Minutes", "5");
        await visit.Press("learning.editor.save");
        await Publish(visit);

        await AddLesson(visit, "video", script.Film);
        using (var film = new MemoryStream())
        {
            await new Film(200_000).CopyToAsync(film, TestContext.Current.CancellationToken);
            await Upload(visit, "mercury.mp4", "video/mp4", film.ToArray());
        }
        await visit.Says("mercury.mp4");
        await Publish(visit);
    }

    /// <summary>Writes a quiz with a question of each type, at the end of the second unit.</summary>
    public static async Task WriteQuiz(Visit visit, Script script)
    {
        await AddLesson(visit, "quiz", script.Quiz, unit: 1);
        await visit.SaysText("assessment.missing.questions");
        await visit.Check("Rules.Kind", "Graded");
        await visit.Fill("Rules.PassPercent", "60");
        await visit.Fill("Rules.TimeLimitMinutes", "30");
        await visit.Fill("Rules.MaxAttempts", "2");
        await visit.Press("assessment.editor.save");
        await Choice(visit, "single", script.Single);
        await Choice(visit, "multiple", script.Multiple);
        await Question(visit, "true_false", script.TrueFalse.Prompt, () => visit.Check("Entry.Answer", "true"));
        await Question(visit, "short_answer", script.Short.Prompt, () => visit.Fill("Entry.Accepted", string.Join('\n', script.Short.Options)));
        await Question(visit, "numeric", script.Number.Prompt, () => visit.Fill("Entry.Value", "68"));
        await visit.Show("assessment.publish.button");
        await visit.Press("assessment.publish.do");
    }

    /// <summary>Hands the lessons to the section and shows the course to everybody.</summary>
    public static async Task PublishCourse(Visit visit, Script script)
    {
        await visit.Go(() => visit.Page.Locator(".ly-bar a.ly-iconbtn").ClickAsync());
        await visit.Show("learning.carry.button");
        await visit.Press("learning.carry.do");
        await visit.SaysText("learning.carry.done");
        await visit.Go(() => visit.Page.Locator(".ly-bar a.ly-iconbtn").ClickAsync());
        await visit.Press("academics.course.see");
        await visit.Says(script.Units[0]);
        await visit.Page.GoBackAsync();
        await visit.Show("academics.course.publish.button");
        await visit.Press("academics.course.publish.do");
        await visit.SaysText("academics.course.state.published");
    }

    private static async Task AddLesson(Visit visit, string kind, string title, int unit = 0)
    {
        if (await visit.Page.Locator("select[name=kind]").CountAsync() == 0) await visit.Go(() => visit.Page.Locator(".ly-bar a.ly-iconbtn").ClickAsync());
        await visit.Page.Locator("select[name=kind]").Nth(unit).SelectOptionAsync(kind);
        await visit.Page.GetByLabel(visit.T["learning.lesson.title-of-new"]).Nth(unit).FillAsync(title);
        await visit.Go(() => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = visit.T["learning.lesson.add"] }).Nth(unit).ClickAsync());
        await visit.Says(title);
    }

    private static async Task Upload(Visit visit, string name, string type, byte[] bytes)
    {
        await visit.Page.Locator("form[action*='/file?'] input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });
        await visit.Press("learning.lesson.upload");
    }

    private static async Task Publish(Visit visit)
    {
        await visit.Show("learning.publish.button");
        await visit.Press("learning.publish.do");
        await Assertions.Expect(visit.Words("learning.unpublish.button")).ToBeVisibleAsync();
    }

    private static Task Choice(Visit visit, string type, Script.Asked asked) => Question(visit, type, asked.Prompt, async () =>
    {
        for (var i = 0; i < asked.Options.Length; i++)
        {
            await visit.Fill($"Entry.Options[{i}].Text", asked.Options[i]);
            if (!asked.Right.Contains(asked.Options[i])) continue;
            if (type == "single") await visit.Check("Entry.Right", $"{i}");
            else await visit.Check($"Entry.Options[{i}].Correct");
        }
    });

    private static async Task Question(Visit visit, string type, string prompt, Func<Task> fill)
    {
        await visit.Choose("add", type);
        await visit.Press("assessment.question.add");
        await visit.Fill("Entry.Prompt", prompt);
        await fill();
        await visit.Press("assessment.editor.save");
        await visit.SaysText("assessment.editor.as-learner");
    }
}
