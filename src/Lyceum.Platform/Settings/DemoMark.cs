using Lyceum.Platform.Database;

namespace Lyceum.Platform.Settings;

/// <summary>Whether this is a demo school, known without a statement a page: the mark is set once, before the first request, and never taken away.</summary>
public sealed class DemoMark
{
    private bool? _isDemo;

    /// <summary>True in a demo school.</summary>
    public async ValueTask<bool> Read(LyceumDb db, CancellationToken ct) => _isDemo ??= await db.Read(HouseSettings.Demo, ct);
}
