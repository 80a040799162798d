using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lyceum.Platform.Operations;

/// <summary>
/// What a run did, one JSON object a line in <c>&lt;data&gt;/runs/&lt;id&gt;.jsonl</c>, each on disk before the next thing happens. It is written
/// before the database is touched, so that a restore that goes wrong has still left its story.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    // Read by people with grep and tail: apostrophes and Greek letters stay as they are. It is never put into a page unencoded.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream file;
    private readonly TimeProvider clock;

    private RunJournal(FileStream file, TimeProvider clock) => (this.file, this.clock) = (file, clock);

    public static RunJournal Begin(string folder, OperationRun run)
    {
        Directory.CreateDirectory(folder);
        var journal = new RunJournal(new FileStream(Path.Combine(folder, run.Id + ".jsonl"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }), run.Clock);
        journal.Write("begin", new JsonObject
        {
            ["v"] = 1,
            ["run"] = run.Id,
            ["operation"] = run.Operation.Id,
            ["risk"] = run.Operation.Risk.ToString().ToLowerInvariant(),
            ["actor"] = run.Actor,
            ["environment"] = run.Installation.EnvironmentName,
            ["inputs"] = Inputs(run),
        });
        return journal;
    }

    public void Step(string title, string state, string? problem = null) =>
        Write("step", problem is null ? new JsonObject { ["title"] = title, ["state"] = state } : new JsonObject { ["title"] = title, ["state"] = state, ["problem"] = problem });

    public void End(OperationOutcome outcome) => Write("end", new JsonObject
    {
        ["verdict"] = outcome.Verdict.ToString().ToUpperInvariant(),
        ["summary"] = outcome.Summary,
        ["code"] = outcome.Code,
        ["exit"] = outcome.ExitCode,
    });

    public void Dispose() => file.Dispose();

    private void Write(string kind, JsonObject more)
    {
        var line = new JsonObject { ["at"] = clock.GetUtcNow().UtcDateTime.ToString("O"), ["event"] = kind };
        foreach (var (name, value) in more) line[name] = value?.DeepClone();
        file.Write(Encoding.UTF8.GetBytes(line.ToJsonString(Plain) + "\n"));
        file.Flush(flushToDisk: true);
    }

    private static JsonObject Inputs(OperationRun run)
    {
        var inputs = new JsonObject();
        foreach (var input in run.Operation.Inputs)
        {
            var values = run.List(input.Name).Select(v => input.Secret ? Fingerprint(run.Id, v) : v).ToList();
            if (values.Count > 0) inputs[input.Name] = input.Kind == InputKind.List ? new JsonArray([.. values.Select(v => JsonValue.Create(v))]) : values[0];
        }
        return inputs;
    }

    // Enough to tell whether a resumed run was given the same secret; with the run as salt it cannot be compared between runs.
    private static string Fingerprint(string run, string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run + secret)))[..16];
}
