using System.Collections.Concurrent;
using System.Reflection;
using Lyceum.Platform.Security;

namespace Lyceum.Platform;

/// <summary>Finds the one access rule of a command or page type. A type without one is a bug that stops the host, not a public door.</summary>
internal static class AccessRules
{
    private static readonly ConcurrentDictionary<Type, IAccessRule> Known = new();

    public static IAccessRule Of(Type type) => Known.GetOrAdd(type, static t =>
        t.GetCustomAttributes().OfType<IAccessRule>().SingleOrDefault()
        ?? throw new InvalidOperationException($"{t.FullName} names no permission: put [Requires(…)] or [Open(\"reason\")] on it."));
}
