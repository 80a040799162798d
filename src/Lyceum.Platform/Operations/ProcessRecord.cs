using System.Text.Json;
using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary>A running process of an installation, kept in <c>&lt;data&gt;/run</c> so that <c>down</c> ends exactly what was started.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Ticks">Its start in kernel ticks: an id is given to another process sooner or later, id and start are not.</param>
/// <param name="Verb"><c>up</c>, <c>serve</c>, <c>worker</c>.</param>
/// <param name="Port">The port it answers on; 0 if none.</param>
internal sealed record ProcessRecord(int Pid, string Ticks, string Verb, int Port)
{
    public bool Alive => SystemProcess.StartTicks(Pid) == Ticks;

    public static ProcessRecord Write(ClusterPaths paths, string verb, int port)
    {
        var pid = Environment.ProcessId;
        var record = new ProcessRecord(pid, SystemProcess.StartTicks(pid) ?? "", verb, port);
        var file = record.FileIn(paths);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(record));
        File.Move(file + ".new", file, overwrite: true);
        return record;
    }

    /// <summary>Those that are alive; what the dead left behind is removed.</summary>
    public static IReadOnlyList<ProcessRecord> Living(ClusterPaths paths)
    {
        if (!Directory.Exists(paths.Run)) return [];
        var living = new List<ProcessRecord>();
        foreach (var file in Directory.GetFiles(paths.Run, "*.pid"))
        {
            var record = Read(file);
            if (record is { Alive: true }) living.Add(record);
            else File.Delete(file);
        }
        return living;
    }

    public void Remove(ClusterPaths paths) => File.Delete(FileIn(paths));

    private string FileIn(ClusterPaths paths) => Path.Combine(paths.Run, $"{Verb}-{Pid}.pid");

    private static ProcessRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(file));
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }
}
