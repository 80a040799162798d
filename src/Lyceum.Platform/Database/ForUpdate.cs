using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Lyceum.Platform.Database;

/// <summary>
/// <c>query.ForUpdate()</c> locks the rows of the query's root until the door commits. A tag marks the query, an interceptor appends the
/// clause: EF has no operator for it. Only the root alias is locked; joined rows are from before the wait, so what decides must be on the locked row.
/// </summary>
public static class ForUpdateExtensions
{
    internal const string Tag = "lyceum:for-update";

    /// <summary>Locks the root rows. Never together with Include (PostgreSQL refuses FOR UPDATE on the nullable side of an outer join).</summary>
    public static IQueryable<T> ForUpdate<T>(this IQueryable<T> query) where T : class => query.TagWith(Tag);
}

internal sealed class ForUpdateInterceptor : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("-- " + ForUpdateExtensions.Tag, StringComparison.Ordinal)) command.CommandText += $"\nFOR UPDATE OF {RootAlias(command.CommandText)}";
        return new ValueTask<InterceptionResult<DbDataReader>>(result);
    }

    /// <summary>EF writes <c>FROM schema.table AS x</c>; the first FROM names the root.</summary>
    private static string RootAlias(string sql)
    {
        var from = sql.IndexOf("\nFROM ", StringComparison.Ordinal);
        var alias = sql.IndexOf(" AS ", from, StringComparison.Ordinal) + 4;
        var end = sql.AsSpan(alias).IndexOfAny(' ', '\n', '\r');
        return end < 0 ? sql[alias..] : sql.Substring(alias, end);
    }
}
