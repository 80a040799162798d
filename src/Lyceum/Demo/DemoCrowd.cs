using System.Globalization;
using System.Text;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;

namespace Lyceum.Demo;

/// <summary>Adds everybody of the demo school with accounts and roles, at once.</summary>
[Requires(PlatformPermissions.Operate)]
internal sealed record AddDemoPeople(IReadOnlyList<(CreatePerson Person, string Role)> People)
{
    // The hash stands in every one of them; a log line must not repeat it two hundred times.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{People.Count} people");
        return true;
    }
}

/// <summary>The people of the demo school: its staff and instructors as the file names them, and two hundred learners.</summary>
internal static class DemoCrowd
{
    /// <summary>How many learners the demo school has unless more are asked for.</summary>
    public const int Learners = 200;

    public static async Task Make(DemoRun run)
    {
        var hash = run.Get<Passwords>().Hash(DemoSeeder.Password);   // once: two hundred hashes would take half a minute
        List<(CreatePerson, string)> people = [];
        foreach (var person in run.School.People.Instructors) people.Add((Person(person, hash), Role.Instructor));
        foreach (var person in run.School.People.Staff) people.Add((Person(person, hash), person.Role ?? throw new DemoFileException("people.yaml", $"{person.Email} has no role")));
        Invent(run);
        foreach (var learner in run.Learners)
            people.Add((Person(learner.Email, learner.Given, learner.Family, learner.Display, learner.Latin, learner.Language, null, hash), Role.Learner));
        await run.Do(new AddDemoPeople(people), Add);
        foreach (var person in run.School.People.Instructors) await Show(run, person);
    }

    private static async Task Show(DemoRun run, DemoPerson person)
    {
        if (person.Picture is not { } file) return;
        using var content = new MemoryStream(DemoFiles.Bytes(file), writable: false);
        var stored = await run.Get<FileStore>().SaveAsync(content, new NewContent(FilePurpose.Portrait, Path.GetFileName(file)), run.Ct);
        if (!stored.Ok) throw new DemoFileException(file, $"{stored.Refusal.Code} (named in people.yaml)");
        await run.Do(new GiveAvatar(IdOf(person.Email), KeepFile.Of(stored.Value, FilePurpose.Portrait)), ChangingAvatars.Handle);
    }

    public static Guid IdOf(string email) => DemoIds.Of($"person {email}");

    private static async Task<Result<Done>> Add(AddDemoPeople command, Act act)
    {
        foreach (var (person, role) in command.People)
        {
            var made = await act.Run(person, CreatingPeople.Handle);
            if (!made.Ok) return made.Refusal;
            act.Db.Add(new RoleAssignment { Id = DemoIds.Of($"role {role} {person.Account!.Email}"), PersonId = made.Value.Id, Role = role, FromAt = act.Now, Reason = "demo school", CreatedAt = act.Now });
        }
        return Done.It;
    }

    private static CreatePerson Person(DemoPerson p, string hash) => Person(p.Email, p.Given, p.Family, p.Display, p.Latin, p.Language, p.Bio?.En ?? p.Title, hash);

    private static CreatePerson Person(string email, string given, string family, string display, string latin, string language, string? about, string hash) =>
        new(given, family, language, display, latin == display ? null : latin, null, about, new NewAccount(email, Verified: true, PasswordHash: hash)) { Id = IdOf(email) };

    private static void Invent(DemoRun run)
    {
        foreach (var p in run.School.People.NamedLearners)
            run.Learners.Add(new DemoLearner(IdOf(p.Email), p.Email, p.Given, p.Family, p.Display, p.Latin, p.Language, p.Programme ?? "NUR", 0.88, p.Courses));

        var dice = new DemoNameDice(run);
        var programmes = run.School.Institution.Programmes.ConvertAll(p => p.Code);
        var taken = run.Learners.Select(l => l.Latin).Concat(run.School.People.Staff.Concat(run.School.People.Instructors).Select(p => p.Latin)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        while (run.Learners.Count < Learners)
        {
            var name = dice.Roll();
            if (taken.Add(name.Latin)) run.Learners.Add(name.Learner(run.Dice, programmes[run.Learners.Count % programmes.Count]));   // everybody has a name, and so an address, of their own
        }
    }
}
