using System.Text.Json;
using Lyceum.Platform.Web;

namespace Lyceum.Platform.Settings;

/// <summary>What a setting is made of.</summary>
public enum SettingKind
{
    Number,
    Choice,
    Text,
    List,

    /// <summary>Kept sealed, never shown and never written into audit or history.</summary>
    Secret,
}

/// <summary>
/// A setting of the catalogue: what it may be, what holds until somebody sets it, who may. Its words are the texts <c>{room}.setting.{name}</c> and <c>….hint</c>, those of a choice
/// <c>….is.{choice}</c>. The same bounds stand in <c>platform.setting_rules</c>; a test compares them.
/// </summary>
/// <param name="Key">Room and name: <c>identity.session_hours</c>.</param>
/// <param name="Group">The page it stands on: <c>sign-in</c>.</param>
/// <param name="Order">Place on the page.</param>
/// <param name="Permission">Who may change it.</param>
/// <param name="Variable">The environment variable that sets it above the database; the same with <c>_FILE</c> names a file that holds the value.</param>
public abstract record SchoolSetting(string Key, string Group, int Order, string Permission, string Variable)
{
    public abstract SettingKind Kind { get; }

    /// <summary>The least number, the least length, the fewest entries.</summary>
    public int Lowest { get; init; }

    /// <summary>The greatest number, the greatest length, the most entries.</summary>
    public int Highest { get; init; }

    /// <summary>What may be chosen or listed; empty where anything may.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether a change is heard only when the school is started again; of those there are none but what the environment sets.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>A rule beyond the bounds, as the code of its text; null when it holds.</summary>
    public Func<string, string?>? Objection { get; init; }

    /// <summary>What can only be said by trying (a folder that must be writable): the code and its values, or null. Runs where the change is asked for, before it is kept.</summary>
    public Func<IServiceProvider, string, (string Code, (string Name, object? Value)[] Args)?>? Trial { get; init; }

    /// <summary>What else has to hear of a change, in its transaction.</summary>
    public Func<Act, Task>? Changed { get; init; }

    public string TextKey => Key.Insert(Key.IndexOf('.', StringComparison.Ordinal), ".setting");

    /// <summary>What holds until somebody sets it.</summary>
    public abstract JsonElement DefaultIn(SchoolEnvironment environment);

    /// <summary>The value of words as an environment variable or a form has them; null when they are none.</summary>
    public abstract JsonElement? Parse(string words);

    /// <summary>The value as words: what <see cref="Parse"/> reads.</summary>
    public string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(e => e.GetString())),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>What is wrong with a value, or null.</summary>
    public FieldError? Problem(JsonElement value) => Fits(value) is { } code
        ? new FieldError("value", code, ("min", Lowest), ("max", Highest))
        : Kind != SettingKind.Secret && Words(value) is { Length: > 0 } words && Objection?.Invoke(words) is { } objection ? new FieldError("value", objection) : null;

    private string? Fits(JsonElement value) => Kind switch
    {
        SettingKind.Number => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n >= Lowest && n <= Highest ? null : "platform.setting.number",
        SettingKind.Choice => value.ValueKind == JsonValueKind.String && Choices.Contains(value.GetString()!) ? null : "platform.setting.choice",
        SettingKind.List => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is var count && count >= Lowest && count <= Highest && value.EnumerateArray().All(Listed)
            && value.EnumerateArray().Select(e => e.GetString()).Distinct().Count() == count ? null : "platform.setting.list",
        _ => value.ValueKind == JsonValueKind.String && value.GetString()!.Length is var length && length >= Lowest && length <= Highest && !value.GetString()!.Any(char.IsControl) ? null : "platform.setting.text",
    };

    private bool Listed(JsonElement entry) => entry.ValueKind == JsonValueKind.String && (Choices.Count == 0 || Choices.Contains(entry.GetString()!));
}

/// <summary>A setting of the catalogue with its type.</summary>
public abstract record SchoolSetting<T>(string Key, string Group, int Order, string Permission, string Variable) : SchoolSetting(Key, Group, Order, Permission, Variable) where T : notnull
{
    /// <summary>What holds until somebody sets it; some settings are stricter in production.</summary>
    public required Func<SchoolEnvironment, T> Default { get; init; }

    public T Of(JsonElement value) => value.Deserialize<T>(Json.Options)!;

    public JsonElement Element(T value) => JsonSerializer.SerializeToElement(value, Json.Options);

    public override JsonElement DefaultIn(SchoolEnvironment environment) => Element(Default(environment));
}
