using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Lyceum.Platform.Telemetry;

/// <summary>
/// Writes the log as JSON lines to standard output and to rotated files (<c>lyceum.log</c>, then <c>lyceum.1.log</c> … <c>lyceum.9.log</c>), which <c>lyceum logs</c> reads.
/// Callers never wait for the disk: a full queue drops lines and says how many.
/// </summary>
[ProviderAlias("Json")]
public sealed class JsonLog : ILoggerProvider
{
    internal const int MostFiles = 10;
    internal const long MostBytes = 20_000_000;
    private const int QueueLength = 10_000;
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly RotatedFile? _file;
    private readonly Stream? _console;
    private readonly TimeProvider _clock;
    private readonly Task _writing;
    private long _dropped;

    /// <summary>To the folder, and to standard output if wanted; either may be left out.</summary>
    public JsonLog(string? folder, bool console, TimeProvider? clock = null, long fileSize = MostBytes, int files = MostFiles)
    {
        _clock = clock ?? TimeProvider.System;
        _file = folder is null ? null : new RotatedFile(folder, "lyceum", fileSize, files);
        _console = console ? Console.OpenStandardOutput() : null;
        _writing = Task.Run(Write);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(TimeSpan.FromSeconds(5), CancellationToken.None);   // the host's last words belong into the log
        _file?.Dispose();
    }

    private async Task Write()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            try
            {
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var lost) Put(Encoding.UTF8.GetBytes($"{{\"level\":\"warning\",\"message\":\"{lost} log lines were dropped\"}}\n"));
                Put(line);
                if (_lines.Reader.Count == 0)
                {
                    _file?.Flush();
                    if (_console is not null) await _console.FlushAsync();
                }
            }
            catch (IOException)
            {
                // A full disk must not stop the school; the next line tries again.
            }
        }
    }

    private void Put(byte[] line)
    {
        _console?.Write(line);
        _file?.Write(line);
    }

    private sealed class Category(JsonLog log, string category) : ILogger
    {
        private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            using var bytes = new MemoryStream(256);
            using (var json = new Utf8JsonWriter(bytes, Options))
            {
                json.WriteStartObject();
                json.WriteString("at", log._clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                json.WriteString("level", logLevel.ToString().ToLowerInvariant());
                json.WriteString("category", category);
                if (eventId.Name is { } name) json.WriteString("event", name);
                json.WriteString("message", formatter(state, exception));
                if (state is IReadOnlyList<KeyValuePair<string, object?>> values) WriteValues(json, values);
                if (exception is not null) json.WriteString("exception", exception.ToString());
                json.WriteEndObject();
            }
            bytes.WriteByte((byte)'\n');
            if (!log._lines.Writer.TryWrite(bytes.ToArray())) Interlocked.Increment(ref log._dropped);
        }

        private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (key, value) in values)
            {
                if (key == "{OriginalFormat}") continue;
                var name = JsonNamingPolicy.CamelCase.ConvertName(key);
                if (name is "at" or "level" or "category" or "event" or "message" or "exception") name += "Value";
                switch (value)
                {
                    case null: json.WriteNull(name); break;
                    case bool b: json.WriteBoolean(name, b); break;
                    case int n: json.WriteNumber(name, n); break;
                    case long n: json.WriteNumber(name, n); break;
                    case double n when double.IsFinite(n): json.WriteNumber(name, n); break;
                    default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
                }
            }
        }
    }
}

/// <summary>A file that moves aside when it is full; the oldest goes. Not thread-safe.</summary>
internal sealed class RotatedFile : IDisposable
{
    private readonly string _folder, _name;
    private readonly long _size;
    private readonly int _files;
    private FileStream _stream;

    public RotatedFile(string folder, string name, long size, int files)
    {
        (_folder, _name, _size, _files) = (folder, name, size, files);
        Directory.CreateDirectory(folder);
        _stream = Open();
    }

    public void Write(ReadOnlySpan<byte> line)
    {
        if (_stream.Length > 0 && _stream.Length + line.Length > _size) Rotate();
        _stream.Write(line);
    }

    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    private void Rotate()
    {
        _stream.Dispose();
        File.Delete(Name(_files - 1));
        for (var i = _files - 2; i >= 0; i--) if (File.Exists(Name(i))) File.Move(Name(i), Name(i + 1), overwrite: true);
        _stream = Open();
    }

    // Shared: two processes of one installation (server and worker) append to one file, and readers follow it.
    private FileStream Open() => new(Name(0), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 32_768);

    private string Name(int number) => Path.Combine(_folder, number == 0 ? $"{_name}.log" : string.Create(CultureInfo.InvariantCulture, $"{_name}.{number}.log"));
}
