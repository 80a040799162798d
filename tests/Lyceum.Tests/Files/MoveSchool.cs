using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Jobs;
using Lyceum.Tests.HouseRules;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

/// <summary>A school whose files go to disk and which knows of a bucket, with content to move; the command line works on the same data from processes of its own.</summary>
public sealed class MoveSchool : S3School
{
    internal const int Small = 60;

    /// <summary>What there is, by hash.</summary>
    internal Dictionary<string, byte[]> Content { get; } = new(StringComparer.Ordinal);

    protected override bool Jobs => true;

    protected override Dictionary<string, string> Settings => Server.Settings;

    internal DataFolder Folder => Services.GetRequiredService<DataFolder>();

    protected override void Adjust(IServiceCollection services)
    {
        base.Adjust(services);
        services.PostConfigure<JobOptions>(o => o.Heartbeat = TimeSpan.FromMilliseconds(200));
    }

    protected override async Task Arrange()
    {
        await base.Arrange();
        for (var i = 0; i < Small; i++) await Bring([.. S3School.Bytes(3000), (byte)i]);
        await Bring(S3School.Bytes((20L << 20) + 5));
    }

    internal async Task<string> Bring(byte[] bytes)
    {
        var (status, _, _) = await Upload(new ByteArrayContent(bytes), "a.mp4", "media");
        Assert.Equal(HttpStatusCode.Created, status);
        Content.Add(HashOf(bytes), bytes);
        return HashOf(bytes);
    }

    /// <summary>The executable, on this school's data and database.</summary>
    internal Process Start(params string[] words)
    {
        var program = Path.Combine(Source.Root, "src/Lyceum/bin/Release/net10.0/lyceum");
        if (!File.Exists(program)) Assert.Skip("needs the release build, which ./lyceum test makes first");
        var start = new ProcessStartInfo(program, [.. words, "--data", Data, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        ConnectionStrings database = Database.Connections;
        (start.Environment["DATABASE_URL"], start.Environment["DATABASE_OWNER_URL"], start.Environment["DATABASE_READONLY_URL"]) = (database.App, database.Owner, database.ReadOnly);
        start.Environment["LYCEUM_HOME"] = Source.Root;
        start.Environment.Remove("LYCEUM_FILES");
        foreach (var (name, value) in Server.Settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    internal async Task<(int Exit, JsonObject Report)> Run(params string[] words)
    {
        using var process = Start(words);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        await complained;
        return (process.ExitCode, JsonNode.Parse(await said)!.AsObject());
    }

    /// <summary>What moves have proved to be in the place.</summary>
    internal async Task<HashSet<string>> Proved(string place)
    {
        await using var command = Database.App.CreateCommand("SELECT hash FROM platform.blob_copies WHERE place = $1 AND verified_at IS NOT NULL");
        command.Parameters.Add(new() { Value = place });
        await using var reader = await command.ExecuteReaderAsync();
        HashSet<string> hashes = new(StringComparer.Ordinal);
        while (await reader.ReadAsync()) hashes.Add(reader.GetString(0));
        return hashes;
    }

    internal string Bucket => $"{Server.Endpoint}/lyceum";

    /// <summary>Nothing is proved and nothing is in the bucket.</summary>
    internal async Task Forget()
    {
        await Server.Wire("none");
        await Database.Execute("DELETE FROM platform.blob_copies");
        foreach (var hash in Server.Hashes) File.Delete(Server.ObjectOf(hash));
    }
}
