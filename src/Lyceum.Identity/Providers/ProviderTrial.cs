namespace Lyceum.Identity.Providers;

/// <summary>One thing that was looked at: how it stands, and what to know about it (a text, with its values).</summary>
public sealed record ProviderFinding(FindingKind Kind, string Code, IReadOnlyDictionary<string, object?> Values);

/// <summary>How a finding stands.</summary>
public enum FindingKind
{
    Good,

    /// <summary>People can sign in; it is worth a look.</summary>
    Doubtful,

    /// <summary>Nobody can sign in this way.</summary>
    Bad,
}

/// <summary>Whether people could sign in, as far as can be seen without one of them, and what was found.</summary>
public sealed record ProviderTrialView(bool Works, IReadOnlyList<ProviderFinding> Findings);

/// <summary>Fetches the discovery document and the keys now and says what is wrong with them.</summary>
internal static class ProviderTrial
{
    public static async Task<ProviderTrialView> Run(ProviderClient client, ProviderDirectory directory, CancellationToken ct)
    {
        List<ProviderFinding> found = [];
        var reading = await directory.Read(client.Issuer, ct);
        if (reading.Facts is not { About: var about, Keys: var keys })
        {
            Say(FindingKind.Bad, reading.Fault!, reading.Args);
            return new ProviderTrialView(false, found);
        }
        Say(FindingKind.Good, "document");
        Say(FindingKind.Good, "keys", ("count", keys.Count));
        if (about.ResponseTypesSupported.Count > 0 && !about.ResponseTypesSupported.Contains("code")) Say(FindingKind.Bad, "no_code");
        if (about.IdTokenSigningAlgValuesSupported.Count > 0 && !IdToken.Knows(about.IdTokenSigningAlgValuesSupported)) Say(FindingKind.Bad, "algorithms");
        if (about.CodeChallengeMethodsSupported.Contains("S256")) Say(FindingKind.Good, "pkce");
        else Say(FindingKind.Doubtful, "no_pkce");
        var methods = about.TokenEndpointAuthMethodsSupported;
        if (methods.Count > 0 && client.Secret is not null && !methods.Contains("client_secret_basic") && !methods.Contains("client_secret_post")) Say(FindingKind.Bad, "no_secret");
        if (methods.Count > 0 && client.Secret is null && !methods.Contains("none")) Say(FindingKind.Bad, "secret_needed");
        if (string.IsNullOrEmpty(about.UserInfoEndpoint)) Say(FindingKind.Doubtful, "no_userinfo");
        return new ProviderTrialView(found.All(f => f.Kind != FindingKind.Bad), found);

        void Say(FindingKind kind, string code, params (string Name, object? Value)[] values) =>
            found.Add(new ProviderFinding(kind, "identity.provider.test." + code, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));
    }
}
