using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Lyceum.Tests.Fixtures;

/// <summary>The statements that Entity Framework sends to one database while this stands: to count them, and to ask how the very same are answered.</summary>
internal sealed class SentStatements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<NpgsqlCommand> _sent = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly string _database;

    public SentStatements(string database)
    {
        _database = database;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyList<NpgsqlCommand> All => [.. _sent];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory) _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuting.Name));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not CommandEventData { Command: NpgsqlCommand command } || command.Connection?.Database != _database) return;
        var copy = new NpgsqlCommand("EXPLAIN " + command.CommandText);
        foreach (DbParameter parameter in command.Parameters) copy.Parameters.Add(((NpgsqlParameter)parameter).Clone());
        _sent.Enqueue(copy);
    }

    /// <summary>The lines of the plan of a statement that was sent.</summary>
    public static async Task<string> Plan(NpgsqlCommand sent, NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        sent.Connection = connection;
        await using var reader = await sent.ExecuteReaderAsync(ct);
        List<string> lines = [];
        while (await reader.ReadAsync(ct)) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
        foreach (var command in _sent) command.Dispose();
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
