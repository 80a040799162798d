using Lyceum.Platform.Database;
using Npgsql;

namespace Lyceum.Platform.Operations;

/// <summary>The one place where what a body throws becomes a report with an exit code.</summary>
internal static class Outcomes
{
    public static async Task<OperationOutcome> Of(Operation operation, Func<Task<OperationOutcome>> body, CancellationToken ct)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return operation.RunsUntilStopped
                ? OperationOutcome.Ok("stopped")
                : OperationOutcome.Fail("ops.interrupted", "interrupted", $"lyceum {string.Join(' ', operation.Words)}", ExitCodes.Interrupted);
        }
        catch (ClusterRefusal e)
        {
            return Of(e);
        }
        catch (MigrationRefusal e)
        {
            return OperationOutcome.Fail(e.Code, e.Message, "lyceum migrate status", e.Code == MigrationRefusal.Failed ? ExitCodes.PartWay : ExitCodes.Precondition);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName)
        {
            // What this version reads is not there: a database that is still empty, or behind.
            return OperationOutcome.Fail("ops.migrate.pending", $"the database is not brought up to this version: {e.MessageText}", "lyceum migrate up", ExitCodes.Precondition) with { More = Trace(e) };
        }
        catch (PostgresException e)
        {
            return OperationOutcome.Fail("ops.database.refused", $"the database refused: {e.MessageText} [{e.SqlState}]", "lyceum config validate") with { More = Trace(e) };
        }
        catch (NpgsqlException e)
        {
            return OperationOutcome.Fail("ops.database.unreachable", $"the database cannot be reached: {e.InnerException?.Message ?? e.Message}", "lyceum config validate", ExitCodes.Unreachable) with { More = Trace(e) };
        }
        catch (TimeoutException e)
        {
            return OperationOutcome.Fail("ops.timed-out", e.Message, exitCode: ExitCodes.TimedOut) with { More = Trace(e) };
        }
        catch (Exception e)
        {
            // Not expected by the body, so a bug; the operator still gets a verdict, and the trace with --verbose.
            return OperationOutcome.Fail("ops.unexpected", $"{e.GetType().Name}: {e.Message}", $"lyceum {string.Join(' ', operation.Words)} --verbose") with { More = Trace(e) };
        }
    }

    public static OperationOutcome Of(ClusterRefusal e) => OperationOutcome.Fail(e.Code, e.Message, exitCode:
        e.Code is "ops.cluster.not-installed" or "ops.cluster.not-started" ? ExitCodes.Unreachable : ExitCodes.Precondition) with { Next = e.Remedy };

    private static IReadOnlyList<string> Trace(Exception e) => e.ToString().Split('\n');
}
