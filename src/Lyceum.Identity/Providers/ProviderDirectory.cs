using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Lyceum.Identity.Providers;

/// <summary>What a provider says of itself, and its keys.</summary>
internal sealed record ProviderFacts(OpenIdConnectConfiguration About, IReadOnlyList<SecurityKey> Keys, DateTimeOffset ReadAt)
{
    public string Issuer => About.Issuer;
}

/// <summary>What was read, or the first thing that was wrong: a word of <c>identity.provider.test.…</c> with its values.</summary>
internal sealed record DirectoryReading(ProviderFacts? Facts, string? Fault = null, params (string Name, object? Value)[] Args);

/// <summary>
/// Discovery document and keys (OpenID Connect Discovery §4), kept in this process for half a day. A key that is not among them has them read anew at once, but not more
/// than once a minute: whoever sends tokens with invented key ids must not make us ask the provider each time. While the provider is away, what was read before serves on
/// for a day, and nobody waits for the same silence twice within ten seconds.
/// </summary>
internal sealed class ProviderDirectory(ProviderWire wire, TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    internal static readonly TimeSpan Usable = TimeSpan.FromHours(36);
    internal static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private ProviderFacts? known;
    private (string Issuer, DateTimeOffset At)? failed, renewed;

    public static string AddressOf(string issuer) => issuer.TrimEnd('/') + "/.well-known/openid-configuration";

    /// <summary>What is known of the issuer; null while it is away.</summary>
    public async Task<ProviderFacts?> Find(string issuer, CancellationToken ct)
    {
        if (Kept(issuer, Fresh) is { } kept) return kept;
        await gate.WaitAsync(ct);
        try
        {
            if (Kept(issuer, Fresh) is { } meanwhile) return meanwhile;
            if (!IsRecent(failed, issuer, BetweenFailures)) await ReadAndKeep(issuer, ct);
            return Kept(issuer, Usable);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads anew because a key is not among those that are known; null when that was done a moment ago, or fails.</summary>
    public async Task<ProviderFacts?> Renew(string issuer, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (IsRecent(renewed, issuer, BetweenRenewals)) return null;
            renewed = (issuer, clock.GetUtcNow());
            return await ReadAndKeep(issuer, ct);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads now, whatever is kept: for whoever asks what is wrong.</summary>
    public async Task<DirectoryReading> Read(string issuer, CancellationToken ct)
    {
        var document = await wire.Get(AddressOf(issuer), ct);
        if (document.Fault != WireFault.None) return Failed("document", document);
        if (Parse(() => OpenIdConnectConfiguration.Create(document.Body)) is not { } about) return new DirectoryReading(null, "not_json");
        // Discovery §4.3: to the letter, or tokens of one provider could be passed off as another's.
        if (!string.Equals(about.Issuer, issuer, StringComparison.Ordinal)) return new DirectoryReading(null, "issuer", ("said", Short(about.Issuer)));
        foreach (var (name, address) in ((string, string?)[])[("authorization_endpoint", about.AuthorizationEndpoint), ("token_endpoint", about.TokenEndpoint), ("jwks_uri", about.JwksUri)])
        {
            if (string.IsNullOrEmpty(address)) return new DirectoryReading(null, "missing", ("name", name));
            if (!wire.Allows(address)) return new DirectoryReading(null, "insecure", ("name", name));
        }
        var keys = await wire.Get(about.JwksUri, ct);
        if (keys.Fault != WireFault.None) return Failed("keys", keys);
        if (Parse(() => JsonWebKeySet.Create(keys.Body)) is not { } set) return new DirectoryReading(null, "keys_not_json");
        // Only public keys that sign: a symmetric key in the set would be one that everybody knows.
        SecurityKey[] signing = [.. set.GetSigningKeys().Where(k => k is JsonWebKey { Kty: "RSA" or "EC" } or AsymmetricSecurityKey)];
        return signing.Length == 0 ? new DirectoryReading(null, "no_keys") : new DirectoryReading(new ProviderFacts(about, signing, clock.GetUtcNow()));
    }

    public void Dispose() => gate.Dispose();

    private async Task<ProviderFacts?> ReadAndKeep(string issuer, CancellationToken ct)
    {
        var facts = (await Read(issuer, ct)).Facts;
        if (facts is not null) (known, failed) = (facts, null);
        else failed = (issuer, clock.GetUtcNow());
        return facts;
    }

    private ProviderFacts? Kept(string issuer, TimeSpan age) => known is { } k && string.Equals(k.Issuer, issuer, StringComparison.Ordinal) && clock.GetUtcNow() - k.ReadAt < age ? k : null;

    private bool IsRecent((string Issuer, DateTimeOffset At)? last, string issuer, TimeSpan within) => last is { } l && l.Issuer == issuer
        && clock.GetUtcNow() - l.At is var ago && ago >= TimeSpan.Zero && ago < within;   // a clock that was set back must not make a moment last for days

    private static DirectoryReading Failed(string what, WireAnswer answer) => new(null, answer.Fault switch
    {
        WireFault.Insecure => "insecure",
        WireFault.TimedOut => "timed_out",
        WireFault.Untrusted => "untrusted",
        WireFault.Redirected => "redirected",
        WireFault.TooLarge => "too_large",
        WireFault.Refused => "refused",
        _ => "unreachable",
    }, ("name", what), ("status", answer.Status));

    private static T? Parse<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string? text) => text is null ? "" : text.Length > 200 ? text[..200] + "…" : text;
}
