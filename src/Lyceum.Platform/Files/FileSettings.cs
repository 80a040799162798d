using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Files;

/// <summary>
/// Where content is kept: <c>LYCEUM_FILES</c> is <c>disk</c> (unless told) or <c>s3</c>. A bucket that is configured while files go to disk is read too.
/// </summary>
internal sealed record FileSettings(bool OnS3, S3Settings? S3)
{
    public static FileSettings Of(IServiceProvider services) =>
        From(services.GetService<IConfiguration>() is { } configuration ? name => configuration[name] : Environment.GetEnvironmentVariable);

    /// <exception cref="InvalidOperationException">One of them is missing or not of its kind; the message names it and repeats no value.</exception>
    public static FileSettings From(Func<string, string?> read)
    {
        var s3 = S3Settings.From(read);
        return read("LYCEUM_FILES") switch
        {
            null or "" or "disk" => new(false, s3),
            "s3" => new(true, s3 ?? throw new InvalidOperationException("LYCEUM_FILES=s3 needs LYCEUM_S3_ENDPOINT and LYCEUM_S3_BUCKET.")),
            _ => throw new InvalidOperationException("LYCEUM_FILES is disk or s3."),
        };
    }
}

/// <summary>A bucket on a server that speaks the S3 protocol, and how to sign in there.</summary>
internal sealed record S3Settings
{
    public required Uri Endpoint { get; init; }
    public required string Bucket { get; init; }

    /// <summary>Part of what is signed; servers that know no regions take any.</summary>
    public required string Region { get; init; }
    public required string AccessKey { get; init; }
    public required string SecretKey { get; init; }

    /// <summary>Endpoint and bucket.</summary>
    public string Address => $"{Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{Bucket}";

    /// <summary>Whether what is sent can be read on the way.</summary>
    public bool InTheClear => Endpoint.Scheme == Uri.UriSchemeHttp && !Endpoint.IsLoopback;

    /// <summary>
    /// <c>LYCEUM_S3_ENDPOINT</c>, <c>LYCEUM_S3_BUCKET</c>, <c>LYCEUM_S3_REGION</c> (us-east-1), and the keys from <c>LYCEUM_S3_ACCESS_KEY</c> and
    /// <c>LYCEUM_S3_SECRET_KEY</c> or from the files that the same names with <c>_FILE</c> name; null without a bucket.
    /// </summary>
    public static S3Settings? From(Func<string, string?> read)
    {
        if (read("LYCEUM_S3_BUCKET") is not { Length: > 0 } bucket) return null;
        if (!Uri.TryCreate(read("LYCEUM_S3_ENDPOINT"), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http") || endpoint.UserInfo.Length > 0)
            throw new InvalidOperationException("LYCEUM_S3_ENDPOINT is the address of the server, such as https://s3.example.org.");
        return new S3Settings
        {
            Endpoint = endpoint,
            Bucket = bucket,
            Region = read("LYCEUM_S3_REGION") is { Length: > 0 } region ? region : "us-east-1",
            AccessKey = Secret(read, "LYCEUM_S3_ACCESS_KEY"),
            SecretKey = Secret(read, "LYCEUM_S3_SECRET_KEY"),
        };
    }

    /// <summary>Never the keys: a record's own words would be in the first log that mentions it.</summary>
    public override string ToString() => Address;

    private static string Secret(Func<string, string?> read, string name)
    {
        if (read(name) is { Length: > 0 } given) return given.Trim();
        if (read(name + "_FILE") is not { Length: > 0 } file) throw new InvalidOperationException($"{name} or {name}_FILE is missing.");
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw new InvalidOperationException($"The file {name}_FILE names is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The file {name}_FILE names cannot be read.", e);
        }
    }
}
