using System.Collections.Concurrent;
using System.Reflection;

namespace Lyceum.Platform;

/// <summary>On a command that must work while the school is read-only: above all the one that ends it. Everything else the door refuses then.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class AllowedWhileReadOnlyAttribute : Attribute;

/// <summary>Looked up once per type of command.</summary>
internal static class AllowedWhileReadOnly<TCommand>
{
    public static readonly bool Is = typeof(TCommand).GetCustomAttribute<AllowedWhileReadOnlyAttribute>() is not null;
}

/// <summary>A command with a text property <c>Reason</c> leaves it in the audit rows it causes.</summary>
internal static class ReasonOf<TCommand>
{
    private static readonly PropertyInfo? Property = typeof(TCommand).GetProperty("Reason", typeof(string));

    public static string? Read(TCommand command) => Property?.GetValue(command) as string;
}

/// <summary>On a command that a person does themselves or not at all: whoever acts for them (A8) is refused. How one signs in, what one is told, and what takes two people.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class InPersonAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    internal static bool IsOn(Type command) => Known.GetOrAdd(command, static t => t.GetCustomAttribute<InPersonAttribute>() is not null);
}
