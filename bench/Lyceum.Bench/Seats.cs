using System.Collections.Concurrent;
using Lyceum.Demo;
using Lyceum.Identity;
using Lyceum.Identity.SignIns;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Lyceum.Platform.Operations;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Bench;

/// <summary>A learner of the demo school, signed in, and what there is for them to open.</summary>
internal sealed record Seat(Learner Learner, Places Places);

/// <summary>The learners the demo school brings along.</summary>
internal sealed partial class MeasuredSchool
{
    public const string DemoPassword = DemoSeeder.Password;

    /// <summary>As many addresses of learners with a course that runs, spread over the whole school and the same in each run.</summary>
    public async Task<IReadOnlyList<string>> Learners(int count, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(Connections.App);
        await using var ask = database.CreateCommand("""
            SELECT a.email FROM identity.accounts a
            JOIN identity.role_assignments r ON r.person_id = a.person_id AND r.role = 'learner'
            WHERE a.email LIKE $1 AND a.email_verified_at IS NOT NULL AND a.disabled_at IS NULL
              AND EXISTS (SELECT FROM academics.enrolments e WHERE e.person_id = a.person_id AND e.state = 'active')
            ORDER BY md5(a.email) LIMIT $2
            """);
        ask.Parameters.AddWithValue("%" + DemoSchool.Domain);
        ask.Parameters.AddWithValue(count);
        List<string> emails = [];
        await using var rows = await ask.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) emails.Add(rows.GetString(0));
        return emails;
    }

    /// <summary>As many learners at their places; fewer where the school has not as many with a course home.</summary>
    public async Task<IReadOnlyList<Seat>> Seats(int count, CancellationToken ct)
    {
        var services = SchoolHost.Services(Installation.Resolve(Data), Connections);
        await using var _ = services;
        var seats = new ConcurrentBag<Seat>();
        await Parallel.ForEachAsync(await Learners(count + (count / 2), ct), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (email, stop) =>
        {
            if (seats.Count >= count) return;
            var token = (await Run(services, new CreateTokenFor(email, "bench", null, null), CreatingTokens.Handle, stop)).Token!;
            using var seat = Client(token);
            var places = await Find(seat, stop);
            if (places is not { Home: not null, Lesson: not null }) return;
            if ((await Run(services, new SignIn(email, DemoPassword), SigningIn.Handle, stop)).SessionToken is { } session) seats.Add(new Seat(new Learner(token, session), places));
        });
        return [.. seats.Take(count)];
    }

    private static async Task<T> Run<TCommand, T>(IServiceProvider services, TCommand command, Func<TCommand, Act, Task<Result<T>>> handler, CancellationToken ct) where TCommand : notnull where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        (call.Actor, call.Channel) = (Actor.System("bench", SchoolHost.House.Contributions.Permissions.Select(p => p.Name)), "cli");
        var done = await scope.ServiceProvider.GetRequiredService<Door>().Run(command, handler, ct);
        return done.Ok ? done.Value : throw new BenchStop($"{typeof(TCommand).Name} was refused: {done.Refusal.Code}");
    }
}
