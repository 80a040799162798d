using System.Globalization;
using Lyceum.Academics;
using Lyceum.Academics.Programmes;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Demo;

/// <summary>Begins the demo school in an empty installation: marks it, and writes institution and programmes.</summary>
[Requires(PlatformPermissions.Operate)]
internal sealed record BeginDemo(DemoInstitution School);

/// <summary>Says that the demo school is complete.</summary>
[Requires(PlatformPermissions.Operate)]
internal sealed record FinishDemo;

/// <summary>When the demo school was completed.</summary>
internal sealed record DemoSeeded(DateTimeOffset At);

/// <summary>
/// Fills an empty installation with the demo school. Everything is derived from names, one fixed seed and the week it is run in, so that the
/// same week gives the same school. Refused where anybody real may be; a school that is seeded already is left alone.
/// </summary>
internal static class DemoSeeder
{
    /// <summary>Everybody's password in the demo school; printed, and good for nothing else.</summary>
    public const string Password = "asclepius-demo-school";

    private const string SeededKey = "demo.seeded";

    /// <summary>Seeds unless it is seeded; true when it did.</summary>
    /// <param name="services">Those of the host that will serve it.</param>
    /// <param name="students">How many learners, the two hundred among them.</param>
    /// <param name="ct">Cut off, the seeding cannot be resumed.</param>
    /// <exception cref="ClusterRefusal">Real people may be here, or an earlier seeding was cut off.</exception>
    public static async Task<bool> Seed(IServiceProvider services, int students, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var given = scope.ServiceProvider;
        var db = given.GetRequiredService<LyceumDb>();
        if (await db.FindFact<DemoSeeded>(SeededKey, ct) is not null) return false;
        await RefuseUnlessEmpty(db, ct);

        var school = DemoSchool.Read();   // before the first row: a wrong file must leave nothing behind
        var house = given.GetRequiredService<House>();
        var call = given.GetRequiredService<Call>();
        (call.Actor, call.Channel) = (Actor.System("demo", house.Contributions.Permissions.Select(p => p.Name)), "cli");

        // One connection throughout, which does not wait for the disk at each of some hundred commits: what a power cut would lose is made again.
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlAsync($"SET synchronous_commit = off", ct);
            var run = new DemoRun(given, school, DemoDates.Of(school, given.GetRequiredService<TimeProvider>()), ct);
            await run.Do(new BeginDemo(school.Institution), Begin);
            await DemoCrowd.Make(run);
            await DemoTeaching.Make(run);
            await DemoHistory.Make(run);
            await DemoCohorts.Make(run, students - DemoCrowd.Learners);
            await DemoTeaching.ClosePast(run);
            await db.Database.ExecuteSqlAsync($"SET synchronous_commit = on", ct);
            await run.Do(new FinishDemo(), Finish);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
        return true;
    }

    /// <summary>Whether this is a demo school, complete.</summary>
    public static async Task<bool> IsSeeded(LyceumDb db, CancellationToken ct) => await db.FindFact<DemoSeeded>(SeededKey, ct) is not null;

    private static async Task RefuseUnlessEmpty(LyceumDb db, CancellationToken ct)
    {
        if (await db.Read(HouseSettings.Demo, ct))
            throw new ClusterRefusal("ops.demo.cut-off", "an earlier start with --demo was cut off while the demo school was being written", "start with another folder: lyceum up --demo --data DIR");
        var strangers = await db.Set<Account>().AsNoTracking().CountAsync(a => !a.Email.EndsWith(DemoSchool.Domain), ct);
        var people = await db.Set<Person>().AsNoTracking().CountAsync(ct);
        if (strangers > 0 || people > 0)
            throw new ClusterRefusal("ops.demo.people", string.Create(CultureInfo.InvariantCulture, $"{people} people are in this database already; the demo school is never mixed with real ones"), "start with an empty folder: lyceum up --demo --data DIR");
        if (await db.Institutions.AnyAsync(ct))
            throw new ClusterRefusal("ops.demo.school", "this database holds a school already, and it is not the demo school", "start with an empty folder: lyceum up --demo --data DIR");
    }

    private static async Task<Result<Done>> Begin(BeginDemo command, Act act)
    {
        var school = command.School;
        await act.Write(HouseSettings.Demo, true);
        // By the word that courses carry, which is the English one (DemoTeaching).
        await act.Run(new NameCategories([.. school.Categories.Select(c => new NamedCategory(c.Name.In("en"), c.Name.Name))]), NamingCategories.Handle);
        act.Db.Institutions.Add(new Institution
        {
            Id = DemoIds.Of("institution"), Name = school.Name.Name, ShortName = school.ShortName, Zone = school.TimeZone, Currency = school.Currency,
            Address = $"{school.Address.Street}, {school.Address.Postcode} {school.Address.City.En}, {school.Address.Country}", HelpAddress = school.Email,
            Tagline = school.Tagline.Name, Lead = school.Lead.Name,
        });
        foreach (var (place, programme) in school.Programmes.Index())
        {
            act.Db.Programmes.Add(new Programme
            {
                Id = DemoIds.Of($"programme {programme.Code}"), Code = programme.Code, Name = programme.Name.Name, Length = programme.Length.Name, Level = programme.Level,
                Credits = programme.Credits, Description = programme.Description.Name, Position = place + 1,
            });
        }
        return Done.It;
    }

    private static async Task<Result<Done>> Finish(FinishDemo command, Act act)
    {
        await act.KeepFact(SeededKey, new DemoSeeded(act.Now));
        return Done.It;
    }
}
