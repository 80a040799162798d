using System.Reflection;

namespace Lyceum.Platform;

/// <summary>
/// One room of the house. A module is a project; its only public entrance for the composition root is a type that implements this.
/// The order in which <c>Program.cs</c> lists the modules is the stair: a module may use only those listed before it.
/// </summary>
public interface IModule
{
    /// <summary>Lower-case English noun: the PostgreSQL schema, the first segment of permission names, refusal codes and text keys.</summary>
    string Name { get; }

    /// <summary>Fills in what this room offers: permissions, routes, pages, jobs, texts, operations …</summary>
    void Contribute(Contributions add);
}

/// <summary>The modules of this installation in stair order, with the merged list of everything they contributed. Immutable once built.</summary>
public sealed class House
{
    /// <summary>Asks each module once, in the order given, for what it offers.</summary>
    public House(params IReadOnlyList<IModule> modules)
    {
        Modules = modules;
        Contributions = new Contributions();
        foreach (var module in modules)
        {
            Contributions.Enter(module);
            module.Contribute(Contributions);
        }
    }

    /// <summary>Stair order: every module stands right of those it may use.</summary>
    public IReadOnlyList<IModule> Modules { get; }

    /// <summary>Everything the modules offer.</summary>
    public Contributions Contributions { get; }

    /// <summary>The assemblies of the modules, in stair order, each once.</summary>
    public IReadOnlyList<Assembly> Assemblies => [.. Modules.Select(m => m.GetType().Assembly).Distinct()];
}
