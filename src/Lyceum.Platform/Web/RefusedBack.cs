using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Web;

/// <summary>
/// Leads back to a page that says why not (its part <c>Refused</c>). The code stands in the address; the values of its text stand beside it sealed with the
/// school's keys, so that nobody can send somebody a link that puts words into the school's mouth.
/// </summary>
public sealed class RefusedBack(string address, Refusal refusal) : IResult
{
    /// <summary>The names in the address: what was refused, and the sealed values of its text.</summary>
    internal const string Code = "refused", Values = "with";
    private const string Purpose = "platform.refused";

    private sealed record Value(string Name, decimal? Number, string? Text);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext http)
    {
        // What is missing says more than that something is.
        var (code, args) = refusal.Fields.Count > 0 ? (refusal.Fields[0].Code, refusal.Fields[0].Args) : (refusal.Code, [.. refusal.Args]);
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        var path = fragment < 0 ? address : address[..fragment];
        var back = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Code}={code}";
        if (args.Length > 0)
        {
            var values = args.Select(a => a.Value is int or long or decimal or double
                ? new Value(a.Name, Convert.ToDecimal(a.Value, CultureInfo.InvariantCulture), null)
                : new Value(a.Name, null, Convert.ToString(a.Value, CultureInfo.InvariantCulture)));
            back += $"&{Values}={Protector(http, code).Protect(JsonSerializer.Serialize(values))}";
        }
        return TypedResults.LocalRedirect(back).ExecuteAsync(http);
    }

    /// <summary>The values sealed for this code; none where the seal is another's or broken.</summary>
    internal static (string Name, object? Value)[] Unseal(HttpContext http, string code)
    {
        if (http.Request.Query[Values].ToString() is not { Length: > 0 } given) return [];
        try
        {
            return [.. JsonSerializer.Deserialize<Value[]>(Protector(http, code).Unprotect(given))!.Select(v => (v.Name, (object?)v.Number ?? v.Text))];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static IDataProtector Protector(HttpContext http, string code) => http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose, code);
}
