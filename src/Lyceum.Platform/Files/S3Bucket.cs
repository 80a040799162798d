using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Lyceum.Platform.Files;

/// <summary>
/// The few requests we make of a bucket. What it cannot answer becomes <see cref="ContentAwayException"/>. The client is made at the first request and
/// told everything, so that nothing looks for credentials or a region on this machine or its network.
/// </summary>
internal sealed class S3Bucket(S3Settings settings) : IDisposable
{
    private const string Prefix = "files/";
    private readonly Lazy<AmazonS3Client> _client = new(() => Client(settings));

    public string Address => settings.Address;

    public static string KeyOf(string hash) => Prefix + ContentHash.PathOf(hash);

    /// <summary>Size and time, or null when there is no such object.</summary>
    public Task<(long Size, DateTimeOffset At)?> Head(string hash, CancellationToken ct) => Ask<(long, DateTimeOffset)?>(async s3 =>
    {
        try
        {
            var head = await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = settings.Bucket, Key = KeyOf(hash) }, ct);
            return (head.ContentLength, At(head.LastModified));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }, ct);

    /// <summary>The bytes from a place on, so many of them.</summary>
    public Task<GetObjectResponse> Get(string hash, long from, long count, CancellationToken ct) => Ask(s3 =>
        s3.GetObjectAsync(new GetObjectRequest { BucketName = settings.Bucket, Key = KeyOf(hash), ByteRange = new ByteRange(from, from + count - 1) }, ct), ct);

    /// <summary>Sends the object in one request; returns its tag.</summary>
    public Task<string?> Put(string hash, Stream content, byte[] md5, CancellationToken ct) => Ask(async s3 =>
    {
        var answer = await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = settings.Bucket,
            Key = KeyOf(hash),
            InputStream = content,
            AutoCloseStream = false,
            MD5Digest = Convert.ToBase64String(md5),
            // With the SDK's own framing some servers store the frames.
            UseChunkEncoding = false,
        }, ct);
        return Tag(answer.ETag, answer.ServerSideEncryptionMethod);
    }, ct);

    /// <summary>Begins an upload in parts; returns its id.</summary>
    public Task<string> Begin(string hash, CancellationToken ct) => Ask(async s3 =>
        (await s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = settings.Bucket, Key = KeyOf(hash) }, ct)).UploadId, ct);

    /// <summary>Sends the part that begins where the stream stands; returns the tag the server gave it and, if that should be its MD5, what it should be.</summary>
    public Task<(string Raw, string? Checked)> PutPart(string hash, string upload, int number, Stream content, long size, byte[] md5, CancellationToken ct) => Ask(async s3 =>
    {
        var answer = await s3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = settings.Bucket,
            Key = KeyOf(hash),
            UploadId = upload,
            PartNumber = number,
            InputStream = content,
            PartSize = size,
            MD5Digest = Convert.ToBase64String(md5),
            UseChunkEncoding = false,
        }, ct);
        return (answer.ETag, Tag(answer.ETag, answer.ServerSideEncryptionMethod));
    }, ct);

    /// <summary>Makes the object of its parts.</summary>
    public Task Complete(string hash, string upload, IReadOnlyList<string> tags, CancellationToken ct) => Ask(s3 => s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
    {
        BucketName = settings.Bucket,
        Key = KeyOf(hash),
        UploadId = upload,
        PartETags = [.. tags.Select((tag, i) => new PartETag(i + 1, tag))],
    }, ct), ct);

    /// <summary>Forgets an upload and its parts. Best effort: not every server can, and what is left there is in nobody's way.</summary>
    public async Task Abandon(string hash, string upload, CancellationToken ct)
    {
        try
        {
            await _client.Value.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = settings.Bucket, Key = KeyOf(hash), UploadId = upload }, ct);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            return;
        }
    }

    public Task Delete(string hash, CancellationToken ct) => Ask(s3 => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = settings.Bucket, Key = KeyOf(hash) }, ct), ct);

    /// <summary>Up to a thousand pieces of content in the order of their names, and where to go on; a null token begins and ends.</summary>
    public Task<(IReadOnlyList<(string Hash, DateTimeOffset At)> Content, string? Next)> List(string? after, int most, CancellationToken ct) => Ask(async s3 =>
    {
        var page = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = Prefix, MaxKeys = most, ContinuationToken = after }, ct);
        // The bucket may be somebody else's too: only what is named as we name content is ours.
        var content = (page.S3Objects ?? []).Select(o => (Hash: o.Key[(o.Key.LastIndexOf('/') + 1)..], o.Key, At: At(o.LastModified)))
            .Where(o => ContentHash.Is(o.Hash) && KeyOf(o.Hash) == o.Key).Select(o => (o.Hash, o.At)).ToList();
        return ((IReadOnlyList<(string, DateTimeOffset)>)content, page.IsTruncated == true ? page.NextContinuationToken : null);
    }, ct);

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private async Task<T> Ask<T>(Func<AmazonS3Client, Task<T>> request, CancellationToken ct)
    {
        try
        {
            return await request(_client.Value);
        }
        catch (AmazonServiceException e) when (e.StatusCode != 0)
        {
            // Its code and not its message, which may quote the key that was used.
            throw new ContentAwayException($"{Address} says {(int)e.StatusCode} {e.ErrorCode}", e) { Answered = e.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests) };
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ContentAwayException($"{Address} does not answer ({e.GetType().Name})", e);
        }
    }

    /// <summary>A tag is the MD5 of what was stored, unless the server encrypts with a key it was given or does it its own way; then there is nothing to compare.</summary>
    private static string? Tag(string? tag, ServerSideEncryptionMethod? encryption) =>
        tag?.Trim('"') is { Length: 32 } plain && encryption?.Value?.StartsWith("aws:", StringComparison.Ordinal) != true && plain.All(char.IsAsciiHexDigit) ? plain : null;

    private static DateTimeOffset At(DateTime? at) => at is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.MaxValue;

    private static AmazonS3Client Client(S3Settings settings) => new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
    {
        ServiceURL = settings.Endpoint.ToString(),
        AuthenticationRegion = settings.Region,
        ForcePathStyle = true,
        DefaultConfigurationMode = DefaultConfigurationMode.Standard,   // the automatic one asks the network what kind of machine this is
        IgnoreConfiguredEndpointUrls = true,
        DisableS3ExpressSessionAuth = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,   // newer trailers are not understood everywhere; MD5 is
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        MaxErrorRetry = 2,
        Timeout = TimeSpan.FromSeconds(100),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });
}
