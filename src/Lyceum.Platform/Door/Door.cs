using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Platform;

/// <summary>
/// The one way in for every change. Checks the command's shape, the actor's permission and the read-only gate, opens one transaction,
/// claims the idempotency key, calls the handler, saves, writes audit and outbox, commits. API, page, job and CLI all come through here
/// and name the handler at the call site. Scoped; not thread-safe.
/// </summary>
public sealed class Door(LyceumDb db, Call call, House house, SystemMode mode, TimeProvider clock, IServiceProvider services)
{
    private const int MaxTries = 3;

    /// <summary>Carries the command out, or says why not. Never throws for an expected refusal; nothing is written when it refuses.</summary>
    public async Task<Result<T>> Run<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler, CancellationToken ct = default)
        where TCommand : notnull where T : notnull
    {
        using var activity = Signals.Source.StartActivity($"door {typeof(TCommand).Name}");
        var refusal = Shape.Check(command) ?? CheckAccess(typeof(TCommand)) ?? (mode.IsReadOnly && !AllowedWhileReadOnly<TCommand>.Is ? PlatformErrors.ReadOnly : null);
        if (refusal is null && call.IdempotencyKey is { } given && !Idempotency.IsKey(given)) refusal = PlatformErrors.Unreadable;
        if (refusal is not null) return refusal;

        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                var result = await Once(command, handler, transaction, ct);
                if (result.Refusal?.Recorded is not { } recorded) return result;
                await transaction.DisposeAsync();
                await Record(recorded, ct);
                return result;
            }
            catch (Exception e) when (RowsClashed(e) && attempt < MaxTries)
            {
                Signals.Retries.Add(1);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 25) * attempt), ct);   // real time: a clock that a test holds still must not hold the retry
            }
            catch (Exception e) when (OutOfStep(e) && attempt < MaxTries)
            {
                services.GetRequiredService<NpgsqlDataSource>().Clear();   // before the transaction gives its own connection back: that one is closed too
                Signals.Retries.Add(1);
            }
            catch (Exception e) when (e is not OperationCanceledException && !LostConnections.DatabaseIsAway(e) && db.Database.GetDbConnection().State != System.Data.ConnectionState.Open)
            {
                throw new ConnectionLostException(e);   // whether the commit arrived nobody knows here: the caller asks again with the same key
            }
            catch (Exception e) when (RowsClashed(e))
            {
                return PlatformErrors.Busy;
            }
            catch (DbUpdateConcurrencyException)
            {
                return PlatformErrors.Stale;
            }
            catch (Exception e) when (house.Contributions.RefusalFor(e) is { } mapped)
            {
                return mapped;
            }
            finally
            {
                await transaction.DisposeAsync();
            }
        }
    }

    internal async Task<Result<T>> RunInside<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler, Act act)
        where TCommand : notnull where T : notnull
    {
        if ((Shape.Check(command) ?? CheckAccess(typeof(TCommand))) is { } refusal) return refusal;
        act.Ownership.Claim(act.Db, act.Current);
        var outer = act.Current;
        act.Current = typeof(TCommand);
        var result = await handler(command, act);
        act.Ownership.Claim(act.Db, typeof(TCommand));
        act.Current = outer;
        return result;
    }

    private async Task<Result<T>> Once<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler, IDbContextTransaction transaction, CancellationToken ct)
        where TCommand : notnull where T : notnull
    {
        if (call.IdempotencyKey is { } key)
        {
            if (await Idempotency.Claim<TCommand, T>(db, call.Actor, key, command, clock.GetUtcNow(), ct) is { } earlier) return earlier;
        }

        var act = new Act(this, services, db, call, clock.GetUtcNow(), ct) { Current = typeof(TCommand), Reason = ReasonOf<TCommand>.Read(command) };
        if (call.StillHolds is { } ask && await ask(act) is { } over) return over;
        var result = await handler(command, act);
        if (!result.Ok) return result;
        act.Ownership.Claim(db, typeof(TCommand));

        await Save(act, ActionName(typeof(TCommand)));
        if (call.IdempotencyKey is { } claimed) await Idempotency.Keep(db, call.Actor, claimed, result, ct);
        await transaction.CommitAsync(CancellationToken.None);   // past this line the answer is "done"; a caller who hangs up must not turn it into a doubt
        return result;
    }

    /// <summary>What a refusal leaves behind (a count, a failed sign-in) is written after the rollback, in a transaction of its own.</summary>
    private async Task Record(Func<Act, Task> recorded, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var act = new Act(this, services, db, call, clock.GetUtcNow(), ct);
        await recorded(act);
        await Save(act, "recorded");
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task Save(Act act, string action)
    {
        AuditTrail.Write(act, house, action);
        await db.SaveChangesAsync(act.Ct);
        await JobQueue.Add(act);
    }

    private Refusal? CheckAccess(Type command)
    {
        var rule = AccessRules.Of(command);
        if (call.Actor.ActingId is not null && InPersonAttribute.IsOn(command)) return PlatformErrors.InPerson;
        if (rule.Permission is null || call.Actor.May(rule.Permission)) return null;
        return call.Actor.SignedIn ? PlatformErrors.NotAllowed : PlatformErrors.NotSignedIn;
    }

    /// <summary><c>Lyceum.Academics.Enrolments.Enrol</c> becomes <c>academics.enrol</c>.</summary>
    internal static string ActionName(Type command)
    {
        var room = command.Assembly.GetName().Name!.Split('.')[^1].ToLowerInvariant();
        return $"{room}.{SnakeCase.Of(command.Name)}";
    }

    /// <summary>Also a transaction that is aborted although nobody was told why: the statement that failed was a savepoint of EF Core, which says nothing.</summary>
    private static bool OutOfStep(Exception e) =>
        LostConnections.IsOutOfStep(e) || (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState is PostgresErrorCodes.InFailedSqlTransaction;

    private static bool RowsClashed(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
