using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Learning;

/// <summary>Where a form's reader goes after its post: on, or back to where the refusal is said.</summary>
public static class FormBack
{
    public static async Task<IResult> To<T>(this Task<Result<T>> run, string address, string? refusedAt = null) where T : notnull
    {
        var result = await run;
        return result.Ok ? TypedResults.LocalRedirect(address) : new RefusedBack(refusedAt ?? address, result.Refusal);
    }
}
