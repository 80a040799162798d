using Lyceum.Platform;

namespace Lyceum;

/// <summary>The modules of this installation. Their order is the stair.</summary>
internal static class Rooms
{
    public static IReadOnlyList<IModule> All => [new PlatformModule()];
}
