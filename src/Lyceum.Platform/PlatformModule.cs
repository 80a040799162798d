using Lyceum.Platform.Operations;

namespace Lyceum.Platform;

/// <summary>The ground floor: what every room stands on, offered in the same way as a room offers its own.</summary>
public sealed class PlatformModule : IModule
{
    /// <inheritdoc />
    public string Name => "platform";

    /// <inheritdoc />
    public void Contribute(Contributions add) => PlatformOperations.Contribute(add);
}
