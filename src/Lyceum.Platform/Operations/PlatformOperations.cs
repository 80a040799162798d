namespace Lyceum.Platform.Operations;

/// <summary>The operations that every installation has, whatever its rooms.</summary>
internal static class PlatformOperations
{
    public static void Contribute(Contributions add)
    {
        ServerOperations.Contribute(add);
        MigrateOperations.Contribute(add);
        ConfigOperations.Contribute(add);
    }
}
