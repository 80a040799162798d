namespace Lyceum.Tests.Files;

/// <summary>A film of any length that is nowhere in memory.</summary>
internal sealed class Film(long length) : Stream
{
    private long _position;

    /// <summary>Where the line goes dead.</summary>
    public long BreaksAt { get; init; } = long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        if (_position >= BreaksAt) throw new IOException("The line went dead.");
        var count = (int)Math.Min(buffer.Length, length - _position);
        for (var i = 0; i < count; i++)
        {
            var at = _position + i;
            buffer[i] = at < Samples.Mp4Head.Length ? Samples.Mp4Head[at] : (byte)(at * 31 >> 7);
        }
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _position; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
