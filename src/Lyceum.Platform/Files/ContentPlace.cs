namespace Lyceum.Platform.Files;

/// <summary>Answers which of these hashes are still needed.</summary>
internal delegate Task<HashSet<string>> StillKept(IReadOnlyCollection<string> hashes);

/// <summary>
/// Where content lies under its SHA-256: a folder, or a bucket. A name always means whole content, whatever is killed meanwhile. What a place on a
/// network throws when it cannot be reached is <see cref="ContentAwayException"/>. Thread-safe, also between processes.
/// </summary>
internal interface IContentPlace
{
    /// <summary>What people call it: <c>disk</c>, <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Which one it is, for people and for bookkeeping; no key is in it.</summary>
    string Address { get; }

    /// <summary>Takes a whole local file whose hash has been made. A place on the same disk keeps the file itself; the caller deletes what is left.</summary>
    Task Put(string file, string hash, CancellationToken ct);

    /// <summary>The content, seekable, or null when there is none of this hash.</summary>
    Task<Stream?> Open(string hash, CancellationToken ct);

    /// <summary>Bytes, or null when there is none of this hash.</summary>
    Task<long?> SizeOf(string hash, CancellationToken ct);

    /// <summary>Takes content away; of nothing, does nothing.</summary>
    Task Remove(string hash, CancellationToken ct);

    /// <summary>Removes what was brought before that time and is not kept; returns how many. What is brought again meanwhile stays.</summary>
    Task<int> Sweep(DateTimeOffset before, StillKept kept, CancellationToken ct);

    /// <summary>Returns when the place answers, else throws <see cref="ContentAwayException"/>.</summary>
    Task Answer(CancellationToken ct);
}

/// <summary>The place new content goes to, and the other one if it is configured too: content is looked for in both, so that a school can be moved while it runs.</summary>
internal sealed record ContentPlaces(IContentPlace First, IContentPlace? Other) : IDisposable
{
    public IEnumerable<IContentPlace> All => Other is null ? [First] : [First, Other];

    public IContentPlace? Named(string name) => All.SingleOrDefault(p => p.Name == name);

    public void Dispose()
    {
        foreach (var place in All.OfType<IDisposable>()) place.Dispose();
    }
}

/// <summary>A hash as content is named by: 64 lower-case hex digits.</summary>
internal static class ContentHash
{
    public static bool Is(string name) => name.Length == 64 && !name.AsSpan().ContainsAnyExcept("0123456789abcdef");

    /// <summary>The same two folders deep in every place, so that a bucket and a data folder can be compared by hand.</summary>
    public static string PathOf(string hash) => Is(hash) ? $"{hash[..2]}/{hash[2..4]}/{hash}" : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(hash));
}

/// <summary>The place of content cannot be reached or does not let us in. The message has no key and nothing of the content in it.</summary>
internal sealed class ContentAwayException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It is there and said no, for this once or for good.</summary>
    public bool Answered { get; init; }
}

/// <summary>The place kept something else than it was sent; it has been taken away again.</summary>
internal sealed class ContentGarbledException(string message) : Exception(message);
