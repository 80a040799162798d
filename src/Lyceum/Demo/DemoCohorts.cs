using System.Globalization;
using Lyceum.Academics;
using Lyceum.Academics.Sections;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Roles;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Demo;

/// <summary>Adds a cohort with all it has done; copied in, not saved one by one.</summary>
[Requires(PlatformPermissions.Operate)]
internal sealed record AddDemoCohort(IReadOnlyList<DemoLearner> Learners, DemoRecord Record, string PasswordHash)
{
    /// <summary>What a log line says of it; the hash stands in no log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cohort of {Learners.Count}");
}

/// <summary>
/// <c>up --demo --students N</c>: learners beyond the two hundred, in cohorts that each have a section of their own beside the first one. Their history is
/// told by the same story as everybody's, and copied in; a cohort's is told while the one before is written.
/// </summary>
internal static class DemoCohorts
{
    /// <summary>Learners of one section.</summary>
    private const int Size = 500;

    public static async Task Make(DemoRun run, int more)
    {
        if (more <= 0) return;
        var hash = run.Get<Passwords>().Hash(DemoSeeder.Password);
        var sections = await Sections(run, (more + Size - 1) / Size);
        var (names, programmes) = (new DemoNameDice(run), run.School.Institution.Programmes.ConvertAll(p => p.Code));
        Task writing = Task.CompletedTask;
        foreach (var (place, section) in sections.Index())
        {
            var learners = new List<DemoLearner>();
            for (var i = place * Size; i < Math.Min(more, (place + 1) * Size); i++)
                learners.Add(names.Roll().Learner(run.Dice, programmes[i % programmes.Count], string.Create(CultureInfo.InvariantCulture, $"{i + 1}")));
            var record = new DemoRecord();
            foreach (var learner in learners) new DemoStory(run, record, section.Path, learner, section.Id, section.Term).Tell();
            await writing;
            var cohort = new AddDemoCohort(learners, record, hash);
            writing = Task.Run(() => run.Do(cohort, Add), run.Ct);
        }
        await writing;
    }

    /// <summary>As many further sections, spread over the whole courses and their terms, with the course's lessons in them.</summary>
    private static async Task<IReadOnlyList<(Guid Id, string Term, IReadOnlyList<PathStep> Path)>> Sections(DemoRun run, int count)
    {
        var places = run.Sections.Keys.Where(s => s.Term is "past" or "current").OrderBy(s => s.Term, StringComparer.Ordinal).ThenBy(s => s.Course, StringComparer.Ordinal).ToList();
        var made = new List<(Guid Id, string Term)>();
        for (var i = 0; i < count; i++)
        {
            var (course, term) = places[i % places.Count];
            var folder = run.School.Courses.Single(c => c.Course.Slug == course);
            made.Add((await DemoTeaching.MakeParallel(run, folder, term, Size, string.Create(CultureInfo.InvariantCulture, $"g{(i / places.Count) + 1:00}")), term));
        }
        foreach (var course in places.Select(p => p.Course).Distinct(StringComparer.Ordinal)) await run.Do(new BringSectionsUpToDate(course), BringingSectionsUpToDate.Handle);
        var paths = new List<(Guid, string, IReadOnlyList<PathStep>)>();
        foreach (var (id, term) in made) paths.Add((id, term, await DemoHistory.ReadPath(run, id)));
        return paths;
    }

    private static async Task<Result<Done>> Add(AddDemoCohort command, Act act)
    {
        await DemoCopy.Into(act, "identity.people (id, given_name, family_name, display_name, latin_name, language, created_at)", command.Learners, async (row, l) =>
        {
            await row.Uuid(l.Id);
            await row.Text(l.Given, l.Family, l.Display, l.Latin == l.Display ? null : l.Latin, l.Language);
            await row.Time(act.Now);
        });
        await DemoCopy.Into(act, "identity.accounts (id, person_id, email, email_verified_at, password_hash, password_changed_at, created_at)", command.Learners, async (row, l) =>
        {
            await row.Uuid(DemoIds.Of($"account {l.Email}"), l.Id);
            await row.Text(l.Email);
            await row.Time(act.Now);
            await row.Text(command.PasswordHash);
            await row.Time(act.Now, act.Now);
        });
        await DemoCopy.Into(act, "identity.role_assignments (id, person_id, role, from_at, reason, created_at)", command.Learners, async (row, l) =>
        {
            await row.Uuid(DemoIds.Of($"role {Role.Learner} {l.Email}"), l.Id);
            await row.Text(Role.Learner);
            await row.Time(act.Now);
            await row.Text("demo school");
            await row.Time(act.Now);
        });
        await command.Record.Copy(act);
        act.Note("demo.cohort", "academics.enrolments", null, after: new { Learners = command.Learners.Count, Section = command.Record.Enrolments[0].SectionId });
        return Done.It;
    }
}
