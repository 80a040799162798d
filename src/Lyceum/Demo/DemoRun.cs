using System.Security.Cryptography;
using System.Text;
using Lyceum.Platform;
using Lyceum.Platform.Database;

namespace Lyceum.Demo;

/// <summary>Ids that are the same in every demo school: made from names (RFC 9562, version 8), never from the clock.</summary>
internal static class DemoIds
{
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"lyceum demo {name}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The same for what lists show newest first: the moment stands in front, as in a version 7.</summary>
    public static Guid At(string name, DateTimeOffset at)
    {
        var bytes = Of(name).ToByteArray(bigEndian: true);
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>One seeding: what it is made of, and the door it goes through.</summary>
internal sealed class DemoRun(IServiceProvider services, DemoSchool school, DemoDates dates, CancellationToken ct)
{
    private int _made;

    public DemoSchool School { get; } = school;

    public DemoDates Dates { get; } = dates;

    public CancellationToken Ct { get; } = ct;

    public LyceumDb Db { get; } = services.GetRequiredService<LyceumDb>();

    /// <summary>One seed for all that is drawn.</summary>
    public Random Dice { get; } = new(20_260_901);

    /// <summary>Everybody who learns, the named ones first.</summary>
    public List<DemoLearner> Learners { get; } = [];

    /// <summary>Sections of whole courses by course slug and term key (<c>past</c>, <c>current</c>, <c>next</c>, <c>open</c>).</summary>
    public Dictionary<(string Course, string Term), Guid> Sections { get; } = [];

    /// <summary>The day on which each section of a term begins, counted as the calendar counts.</summary>
    public Dictionary<Guid, int> Begins { get; } = [];

    /// <summary>Sections of the past term, to be closed at the end.</summary>
    public List<Guid> Given { get; } = [];

    /// <summary>Terms by key.</summary>
    public Dictionary<string, Guid> Terms { get; } = [];

    /// <summary>What learners wrote under an essay and who marked it, by what it asks.</summary>
    public IReadOnlyDictionary<string, (Guid Teacher, List<DemoEssay> Given)> Essays { get; } =
        (from c in school.Courses from u in c.Units from s in u.Steps from q in s.Quiz?.Questions ?? [] where q.Answers.Count > 0 select (q.Prompt, DemoCrowd.IdOf(c.Course.Instructor), q.Answers))
        .ToDictionary(e => e.Prompt.Trim(), e => (e.Item2, e.Answers), StringComparer.Ordinal);

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>Through the door; what it refuses is a mistake in the demo's own files and stops the seeding.</summary>
    public async Task<T> Do<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull
    {
        // One after the other, always in the same order: the ids are the same in every demo school.
        services.GetRequiredService<Call>().Ids ??= () => DemoIds.Of($"made {++_made}");
        var result = await services.GetRequiredService<Door>().Run(command, handler, Ct);
        if (result.Ok) return result.Value;
        var fields = string.Join(", ", result.Refusal.Fields.Select(f => f.ToString()));
        throw new InvalidOperationException($"The demo school's {typeof(TCommand).Name} was refused: {result.Refusal.Code} {fields}\n{command}");
    }
}

/// <summary>A learner of the demo school.</summary>
/// <param name="Ability">Share of questions answered right, about.</param>
internal sealed record DemoLearner(Guid Id, string Email, string Given, string Family, string Display, string Latin, string Language, string Programme, double Ability, IReadOnlyList<string>? Courses);

/// <summary>The calendar of one seeding: days are counted from the Monday of its week, in the school's zone.</summary>
internal sealed class DemoDates(DemoCalendar calendar, TimeZoneInfo zone, DateOnly monday, DateTimeOffset now)
{
    public DateTimeOffset Now { get; } = now;

    public static DemoDates Of(DemoSchool school, TimeProvider clock)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(school.Institution.TimeZone);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return new DemoDates(school.Calendar, zone, today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), now);
    }

    public DateOnly Day(int offset) => monday.AddDays(offset);

    /// <summary>A moment of that day, by the clock on the school's wall.</summary>
    public DateTimeOffset At(int offset, int hour = 0, int minute = 0)
    {
        var local = Day(offset).ToDateTime(new TimeOnly(hour, minute));
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    public DemoTerm Term(string key) => calendar.Terms.Single(t => t.Key == key);

    public DemoSeason Season(DemoTerm term) => calendar.Seasons.Single(s => s.Months.Contains(Day(term.Start).Month));
}
