using Lyceum.Platform;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Learning;

/// <summary>Where a form's reader goes after its post: on, or back to where the refusal is said.</summary>
public static class FormBack
{
    public static async Task<IResult> To<T>(this Task<Result<T>> run, string address, string? refusedAt = null) where T : notnull
    {
        var result = await run;
        if (result.Ok) return TypedResults.LocalRedirect(address);
        var back = refusedAt ?? address;
        // What is missing says more than that something is.
        var code = result.Refusal.Fields.Count > 0 ? result.Refusal.Fields[0].Code : result.Refusal.Code;
        var fragment = back.IndexOf('#', StringComparison.Ordinal);
        var path = fragment < 0 ? back : back[..fragment];
        return TypedResults.LocalRedirect($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}refused={code}");
    }
}
