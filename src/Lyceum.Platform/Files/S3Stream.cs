namespace Lyceum.Platform.Files;

/// <summary>
/// An object read as a seekable stream, a stretch of it per request, longer ones as the reading goes on: a small range of a film costs little, a slow
/// reader holds no connection for long, and where a connection breaks the reading goes on from the byte it had come to.
/// </summary>
internal sealed class S3Stream(S3Bucket bucket, string hash, long length) : Stream
{
    private const long FirstStretch = 256L << 10;
    private const long LongestStretch = 8L << 20;
    private const int Tries = 3;
    private Stream? _open;
    private long _position;
    private long _end;
    private long _stretch = FirstStretch;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == _position) return;
            LetGo();
            (_position, _stretch) = (value, FirstStretch);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _position >= length) return 0;
        for (var tries = 1; ; tries++)
        {
            try
            {
                _open ??= await Request(cancellationToken);
                var read = await _open.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _end - _position)], cancellationToken);
                if (read == 0) throw new IOException("The object ended before its length.");
                _position += read;
                if (_position == _end) LetGo();
                return read;
            }
            catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                LetGo();
                if (tries == Tries) throw new ContentAwayException($"{bucket.Address} broke off in the middle of an object", e);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("What comes over a network is awaited.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) LetGo();
        base.Dispose(disposing);
    }

    private async Task<Stream> Request(CancellationToken ct)
    {
        var count = Math.Min(_stretch, length - _position);
        _stretch = Math.Min(_stretch * 2, LongestStretch);
        _end = _position + count;
        return (await bucket.Get(hash, _position, count, ct)).ResponseStream;
    }

    private void LetGo()
    {
        _open?.Dispose();
        _open = null;
    }
}
