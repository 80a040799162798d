namespace Lyceum.Platform.Settings;

/// <summary>Where this school runs: some settings are stricter in production until somebody says otherwise.</summary>
/// <param name="IsProduction">True when <c>LYCEUM_ENVIRONMENT</c> is <c>production</c>.</param>
public sealed record SchoolEnvironment(bool IsProduction)
{
    /// <summary>As this process was started.</summary>
    public static SchoolEnvironment OfProcess() =>
        new(string.Equals(Environment.GetEnvironmentVariable("LYCEUM_ENVIRONMENT")?.Trim(), "production", StringComparison.OrdinalIgnoreCase));
}
