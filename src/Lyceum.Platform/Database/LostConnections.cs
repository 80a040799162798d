using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>The connection of a transaction broke; what was thrown first may be about something else, because EF Core keeps the failure of a savepoint to itself.</summary>
internal sealed class ConnectionLostException(Exception inner) : Exception("The connection broke in the middle of a transaction.", inner);

/// <summary>Tells what a database that went away looks like, and throws away the connections that it spoiled.</summary>
internal static class LostConnections
{
    /// <summary>Connection refused or cut, server starting or stopping, pool exhausted: not a bug of ours, and worth another try.</summary>
    public static bool DatabaseIsAway(Exception e) => e switch
    {
        ConnectionLostException => true,
        PostgresException p => p.SqlState is "57P01" or "57P02" or "57P03" or "53300" or "25006" || p.SqlState.StartsWith("08", StringComparison.Ordinal) || IsOutOfStep(p),
        NpgsqlException n => n.IsTransient || n.InnerException is System.Net.Sockets.SocketException or IOException or TimeoutException,
        DbUpdateException { InnerException: { } inner } => DatabaseIsAway(inner),
        InvalidOperationException { InnerException: { } inner } => DatabaseIsAway(inner),
        _ => IsStumble(e),
    };

    /// <summary>
    /// The first connections after a killed PostgreSQL can come to hold a prepared statement that Npgsql has forgotten, and then fail at every statement they prepare, for ever
    /// (ADR 0066). Nothing of the act was committed.
    /// </summary>
    public static bool IsOutOfStep(Exception e) => e switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName,
        DbUpdateException or InvalidOperationException => e.InnerException is { } inner && IsOutOfStep(inner),
        _ => false,
    };

    /// <summary>
    /// Npgsql fails in its own reading of an answer, as it was seen to after a killed PostgreSQL. What the server did by then nobody knows, so the act is not tried again here:
    /// whoever asked does that, with the same key.
    /// </summary>
    private static bool IsStumble(Exception e) => e is NullReferenceException { Source: "Npgsql" } || (e is DbUpdateException or InvalidOperationException && e.InnerException is { } inner && IsStumble(inner));

    /// <summary>Has every pooled connection opened anew if this failure was a connection out of step; those in use are closed when they come back.</summary>
    public static void Heal(NpgsqlDataSource database, Exception e)
    {
        if (IsOutOfStep(e) || IsStumble(e)) database.Clear();
    }
}
