using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Lyceum.Identity.Accounts;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lyceum.Identity.Passkeys;

/// <summary>A question to the browser's passkeys: options for <c>navigator.credentials</c>, and the id under which its answer is sent.</summary>
public sealed record PasskeyQuestion(Guid ChallengeId, JsonElement Options);

/// <summary>
/// Questions and answers of WebAuthn Level 3, §7.1 and §7.2, by the framework's own handler: it reads CBOR and COSE, checks challenge, origin, relying party,
/// flags, signature and counter. Around it are only our rows (see ADR 0063).
/// </summary>
internal sealed class PasskeyCeremony(Origins origins, Account? account, IReadOnlyList<Passkey> passkeys, bool alone)
{
    /// <summary>No answer of an authenticator comes near it; RS256 with a long attestation takes some 5,000.</summary>
    public const int LongestAnswer = 32_768;

    private const int Es256 = -7, Rs256 = -257;

    // The handler asks the request for host and origin only where the options below say nothing.
    private readonly DefaultHttpContext http = new();
    private readonly PasskeyHandler<Account> handler = new(Owner(account, passkeys), Options.Create(Rules(origins, alone)));

    /// <param name="act">The act.</param>
    /// <param name="account">Whose passkeys may answer; null while nobody is known.</param>
    /// <param name="alone">The passkey is the only factor, so the device has to verify its user.</param>
    public static async Task<PasskeyCeremony> With(Act act, Account? account, bool alone)
    {
        var id = account?.Id;
        IReadOnlyList<Passkey> own = account is null ? [] : await act.Db.Passkeys.Where(p => p.AccountId == id).OrderBy(p => p.Id).ToListAsync(act.Ct);
        return new PasskeyCeremony(act.Get<Origins>(), account, own, alone);
    }

    /// <summary>The account's passkeys, as they were read.</summary>
    public IReadOnlyList<Passkey> Passkeys => passkeys;

    public async Task<PasskeyQuestion> AskToRegister(Act act, string name)
    {
        var entity = new PasskeyUserEntity { Id = account!.Id.ToString(), Name = account.Email, DisplayName = name };
        var options = await handler.MakeCreationOptionsAsync(entity, http);
        return Question(await PasskeyChallenge.Keep(act, PasskeyPurpose.Register, account.Id, options.AttestationState!), options.CreationOptionsJson);
    }

    public async Task<PasskeyQuestion> AskToSignIn(Act act, PasskeyPurpose purpose)
    {
        var options = await handler.MakeRequestOptionsAsync(account, http);
        return Question(await PasskeyChallenge.Keep(act, purpose, account?.Id, options.AssertionState!), options.RequestOptionsJson);
    }

    /// <summary>The new credential, or null when the answer is not right.</summary>
    public async Task<UserPasskeyInfo?> Register(PasskeyChallenge challenge, string answer)
    {
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = answer, AttestationState = challenge.State });
        return result.Succeeded ? result.Passkey : null;
    }

    /// <summary>Null when the answer is right: then the passkey's row has been used. Else which check failed, in the library's words.</summary>
    public async Task<string?> Verify(PasskeyChallenge challenge, string answer, DateTimeOffset now)
    {
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = answer, AssertionState = challenge.State });
        if (!result.Succeeded) return Plain(result.Failure.Message);
        passkeys.Single(p => p.CredentialId.AsSpan().SequenceEqual(result.Passkey.CredentialId)).Use(result.Passkey, now);
        return null;
    }

    /// <summary>Which passkey the answer says it is of; null when it says nothing that could be one.</summary>
    public static byte[]? CredentialId(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String) return null;
            var text = id.GetString()!;
            return text.Length is > 0 and <= 1364 && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: half a surrogate pair
        {
            return null;
        }
    }

    private static PasskeyQuestion Question(PasskeyChallenge challenge, string options)
    {
        using var json = JsonDocument.Parse(options);
        return new PasskeyQuestion(challenge.Id, json.RootElement.Clone());
    }

    private static IdentityPasskeyOptions Rules(Origins origins, bool alone) => new()
    {
        ServerDomain = new Uri(origins.Main).Host,
        ValidateOrigin = said => ValueTask.FromResult(string.Equals(said.Origin, origins.Main, StringComparison.Ordinal) && !said.CrossOrigin && said.TopOrigin is null),
        UserVerificationRequirement = alone ? "required" : "preferred",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        IsAllowedAlgorithm = algorithm => algorithm is Es256 or Rs256,
        AuthenticatorTimeout = PasskeyChallenge.Life,
    };

    /// <summary>The handler wants a manager; this one has only the store, and nothing of it saves.</summary>
    private static UserManager<Account> Owner(Account? account, IReadOnlyList<Passkey> passkeys) =>
        new(new PasskeyStore(account, passkeys), null!, null!, [], [], null!, new IdentityErrorDescriber(), null!, NullLogger<UserManager<Account>>.Instance);

    /// <summary>The words may quote the client: only what an audit row can hold.</summary>
    private static string Plain(string words) => new StringBuilder().AppendJoin("", words.Where(c => c is >= ' ' and <= '~').Take(200)).ToString();
}
