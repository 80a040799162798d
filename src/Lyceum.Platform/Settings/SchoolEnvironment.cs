namespace Lyceum.Platform.Settings;

/// <summary>Where this school runs: some settings are stricter in production until somebody says otherwise.</summary>
/// <param name="IsProduction">True when <c>LYCEUM_ENVIRONMENT</c> is <c>production</c>.</param>
/// <param name="IsDevelopment">True when it is <c>development</c>: <c>/kit</c> exists there and nowhere else.</param>
public sealed record SchoolEnvironment(bool IsProduction, bool IsDevelopment = false)
{
    /// <summary>As this process was started.</summary>
    public static SchoolEnvironment OfProcess()
    {
        var name = Environment.GetEnvironmentVariable("LYCEUM_ENVIRONMENT")?.Trim();
        return new(string.Equals(name, "production", StringComparison.OrdinalIgnoreCase), string.Equals(name, "development", StringComparison.OrdinalIgnoreCase));
    }
}
