using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Platform.Settings;

/// <summary>Where a value comes from; the later wins.</summary>
public enum SettingSource
{
    /// <summary>Nobody set it.</summary>
    Default,

    /// <summary>An administrator did, on a page or by the API.</summary>
    School,

    /// <summary>An environment variable of the server; pages cannot change it.</summary>
    Environment,

    /// <summary>A file that an environment variable names.</summary>
    File,
}

/// <summary>A value in force and where it comes from. Of a secret the value is the secret itself: it stays in the house.</summary>
internal sealed record InForce(JsonElement Value, SettingSource Source);

/// <summary>
/// The settings as this process knows them: environment over file over database over default. What is stored is read at start, when told (NOTIFY), and every half minute;
/// the environment is asked each time. Thread-safe.
/// </summary>
public sealed class SchoolSettings(House house, SchoolEnvironment environment, NpgsqlDataSource database, IServiceProvider services)
{
    private sealed record Kept(FrozenDictionary<string, (string Value, byte[]? Sealed)> Stored)
    {
        /// <summary>Parsed once per reading: pages ask for languages and session lengths at every request.</summary>
        public ConcurrentDictionary<string, object> Typed { get; } = new(StringComparer.Ordinal);
    }

    private readonly IConfiguration? _configuration = services.GetService<IConfiguration>();
    private volatile Kept _kept = new(FrozenDictionary<string, (string, byte[]?)>.Empty);

    /// <summary>The value in force.</summary>
    public T Of<T>(SchoolSetting<T> setting) where T : notnull =>
        Outside(setting) is { } outside ? setting.Of(outside.Value)
        : (T)_kept.Typed.GetOrAdd(setting.Key, static (_, ask) => ask.setting.Of(ask.settings.Inside(ask.setting).Value), (settings: this, setting));

    /// <summary>Whether anybody set it, here or in the environment.</summary>
    public bool IsSet(SchoolSetting setting) => Read(setting).Source != SettingSource.Default;

    /// <summary>The value the environment sets; null where it leaves it to the school.</summary>
    public T? SetOutside<T>(SchoolSetting<T> setting) where T : struct => Outside(setting) is { } outside ? setting.Of(outside.Value) : null;

    /// <summary>The value in force, and where it comes from.</summary>
    internal InForce Read(SchoolSetting setting) => Outside(setting) ?? Inside(setting);

    /// <summary>The value an environment variable or its file sets; null where neither does. One that is no value of the setting counts as none: it is refused at start.</summary>
    internal InForce? Outside(SchoolSetting setting)
    {
        if (Words(setting, out var source) is not { } words || setting.Parse(words) is not { } value || setting.Problem(value) is not null) return null;
        return new InForce(value, source);
    }

    /// <summary>Every variable that is set and whose value the setting does not take, as a sentence that repeats no value.</summary>
    internal IEnumerable<string> Wrong() => Wrong(house, Asked);

    internal static IEnumerable<string> Wrong(House house, Func<string, string?> ask)
    {
        foreach (var setting in house.Contributions.Settings)
        {
            if (Words(setting, ask, out var source) is { } words)
            {
                if (setting.Parse(words) is not { } value || setting.Problem(value) is not null) yield return $"{setting.Variable} does not hold what it should: {Allowed(setting)}.";
            }
            else if (source == SettingSource.File) yield return $"The file that {setting.Variable}_FILE names cannot be read.";
        }
    }

    /// <summary>Reads what is stored. The last known stays when the database is away.</summary>
    public async Task Look(CancellationToken ct)
    {
        var keys = house.Contributions.Settings.Select(s => s.Key).ToArray();
        await using var command = database.CreateCommand("SELECT key, value::text, sealed FROM platform.settings WHERE key = ANY ($1) AND (value <> 'null' OR sealed IS NOT NULL)");
        command.Parameters.Add(new NpgsqlParameter { Value = keys });
        await using var row = await command.ExecuteReaderAsync(ct);
        Dictionary<string, (string, byte[]?)> stored = [];
        while (await row.ReadAsync(ct)) stored.Add(row.GetString(0), (row.GetString(1), await row.IsDBNullAsync(2, ct) ? null : await row.GetFieldValueAsync<byte[]>(2, ct)));
        _kept = new Kept(stored.ToFrozenDictionary());
    }

    /// <summary>What <see cref="Open"/> opens.</summary>
    internal byte[] Seal(SchoolSetting setting, string secret) => Protector(setting).Protect(System.Text.Encoding.UTF8.GetBytes(secret));

    private InForce Inside(SchoolSetting setting)
    {
        if (!_kept.Stored.TryGetValue(setting.Key, out var stored)) return new InForce(setting.DefaultIn(environment), SettingSource.Default);
        if (stored.Sealed is { } box) return new InForce(setting.Parse(Open(setting, box))!.Value, SettingSource.School);
        var value = JsonSerializer.Deserialize<JsonElement>(stored.Value);
        // A later version may allow less: what no longer fits is as if nobody had set it.
        return setting.Problem(value) is null ? new InForce(value, SettingSource.School) : new InForce(setting.DefaultIn(environment), SettingSource.Default);
    }

    private string Open(SchoolSetting setting, byte[] box) => System.Text.Encoding.UTF8.GetString(Protector(setting).Unprotect(box));

    private IDataProtector Protector(SchoolSetting setting) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("lyceum.settings", setting.Key);

    private string? Asked(string name) => _configuration is null ? Environment.GetEnvironmentVariable(name) : _configuration[name];

    private string? Words(SchoolSetting setting, out SettingSource source) => Words(setting, Asked, out source);

    private static string? Words(SchoolSetting setting, Func<string, string?> ask, out SettingSource source)
    {
        source = SettingSource.Environment;
        if (ask(setting.Variable) is { Length: > 0 } words) return words;
        source = SettingSource.Default;
        if (ask(setting.Variable + "_FILE") is not { Length: > 0 } file) return null;
        source = SettingSource.File;
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Allowed(SchoolSetting setting) => setting switch
    {
        { Kind: SettingKind.Number } => $"a whole number from {setting.Lowest} to {setting.Highest}",
        { Choices.Count: > 0 } => (setting.Kind == SettingKind.List ? "some of " : "one of ") + string.Join(", ", setting.Choices),
        { Kind: SettingKind.List } => $"{setting.Lowest} to {setting.Highest} entries with commas between them",
        _ => $"{setting.Lowest} to {setting.Highest} characters of one line",
    };
}
