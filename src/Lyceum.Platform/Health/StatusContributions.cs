using Npgsql;

namespace Lyceum.Platform;

/// <summary>How a part of the school is, as anyone may know it.</summary>
public enum PartState
{
    /// <summary>Works.</summary>
    Works,

    /// <summary>Works in part, or slowly.</summary>
    Partly,

    /// <summary>Does not work.</summary>
    Down,
}

/// <summary>What a check may use; it ends after two seconds, and what throws is down.</summary>
public sealed record StatusReading(NpgsqlDataSource Database, bool IsReadOnly, DateTimeOffset Now, CancellationToken Ct);

/// <summary>A part of the school that the public status page names. It really does what people need of that part, and says nothing of why it fails: that is for operators.</summary>
public sealed record StatusCheck(string Name, int Order, string TitleKey, Func<StatusReading, Task<PartState>> Check);

public sealed partial class Contributions
{
    private readonly List<StatusCheck> _status = [];

    internal IEnumerable<StatusCheck> StatusChecks => _status.OrderBy(s => s.Order);

    /// <summary>Names a part of the school on the public status page.</summary>
    public void Status(StatusCheck check) => _status.Add(check);
}
