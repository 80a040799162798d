using System.Net.Http.Headers;
using System.Text;
using Lyceum.Platform.Settings;

namespace Lyceum.Identity.Providers;

/// <summary>Why nothing usable came back.</summary>
internal enum WireFault
{
    None,

    /// <summary>Not https; in the clear only to this machine, and not in production.</summary>
    Insecure,
    Unreachable,
    TimedOut,

    /// <summary>The certificate is not right.</summary>
    Untrusted,

    /// <summary>It sent us elsewhere, and we do not go.</summary>
    Redirected,
    TooLarge,

    /// <summary>Any status but 200.</summary>
    Refused,
}

/// <summary>What came back: a body, or why not.</summary>
internal sealed record WireAnswer(WireFault Fault, string Body, int Status = 0);

/// <summary>
/// Requests to the provider: bounded in time and size, without cookies, and without following a redirect: a token endpoint has no reason to send us on, and a
/// provider that was taken over must not aim us at other hosts.
/// </summary>
internal sealed class ProviderWire(SchoolEnvironment environment) : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    internal const int Most = 512 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),   // a provider that moves is found at its new address
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = Most,
    };

    /// <summary>Whether an address may be asked at all.</summary>
    public bool Allows(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && !environment.IsProduction));

    public Task<WireAnswer> Get(string address, CancellationToken ct, string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return Send(request, address, ct);
    }

    /// <summary>Posts a form, the client named by header (<c>client_secret_basic</c>) where a secret is given.</summary>
    public Task<WireAnswer> Post(string address, Dictionary<string, string> form, CancellationToken ct, (string Id, string Secret)? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        // RFC 6749 §2.3.1: both are form-encoded before they are joined.
        if (client is { } c) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(c.Id)}:{Uri.EscapeDataString(c.Secret)}")));
        return Send(request, address, ct);
    }

    public void Dispose() => http.Dispose();

    private async Task<WireAnswer> Send(HttpRequestMessage request, string address, CancellationToken ct)
    {
        using (request)
        {
            if (!Allows(address)) return new WireAnswer(WireFault.Insecure, "");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            try
            {
                using var answer = await http.SendAsync(request, ct);
                var status = (int)answer.StatusCode;
                if (status is >= 300 and < 400) return new WireAnswer(WireFault.Redirected, "", status);
                var body = await answer.Content.ReadAsStringAsync(ct);
                return new WireAnswer(status == 200 ? WireFault.None : WireFault.Refused, body, status);
            }
            catch (HttpRequestException e)
            {
                return new WireAnswer(e.HttpRequestError switch
                {
                    HttpRequestError.SecureConnectionError => WireFault.Untrusted,
                    HttpRequestError.ConfigurationLimitExceeded => WireFault.TooLarge,
                    _ => WireFault.Unreachable,
                }, "");
            }
            catch (InvalidOperationException)   // a character set nobody knows
            {
                return new WireAnswer(WireFault.Refused, "");
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return new WireAnswer(WireFault.TimedOut, "");
            }
        }
    }
}
