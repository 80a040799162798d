using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lyceum.Platform.Files;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Tests.Files;

/// <summary>A school whose files lie in a bucket.</summary>
public class S3School : FilesSchool
{
    /// <summary>Its bucket's server.</summary>
    internal S3Server Server { get; private set; } = null!;

    /// <summary>What the environment would say.</summary>
    protected virtual Dictionary<string, string> Settings => new(Server.Settings) { ["LYCEUM_FILES"] = "s3" };

    /// <summary>What was asked of it while the school started.</summary>
    internal string[] AskedAtStart { get; private set; } = [];

    protected override async Task Arrange() => AskedAtStart = await Server.Passed();

    protected override async Task Prepare() => Server = await S3Server.Open();

    protected override void Adjust(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(FileSettings.From(name => Settings.GetValueOrDefault(name))));

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> Upload(HttpContent file, string name, string purpose, Guid? person = null)
    {
        using var client = As(person ?? Guid.CreateVersion7());
        client.Timeout = TimeSpan.FromMinutes(3);
        using var answer = await client.PostAsync($"/api/v1/files?purpose={purpose}", Body(file, name), TestContext.Current.CancellationToken);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!, answer.Headers.RetryAfter?.Delta);
    }

    internal Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> Film(long size, Guid? person = null) =>
        Upload(new StreamContent(new Film(size), 128 * 1024), "film.mp4", "media", person);

    internal string LinkTo(string hash, string name = "film.mp4", string type = "video/mp4") => Services.GetRequiredService<FileLinks>().For(hash, name, type, TimeSpan.FromMinutes(5));

    internal Task<long> Rows(string hash) => Database.Value<long>($"SELECT count(*) FROM platform.files WHERE hash = '{hash}'");

    internal static byte[] Bytes(long size)
    {
        var bytes = new byte[size];
        using var film = new Film(size);
        film.ReadExactly(bytes);
        return bytes;
    }

    internal static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
