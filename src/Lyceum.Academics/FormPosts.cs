using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Academics;

/// <summary>
/// Buttons that need no entry post to an address of their own and lead back to the page. A refusal travels in the address,
/// because the page's own state (full, closed) may no longer draw the form that was sent; <c>Refused</c> says it.
/// </summary>
internal static class FormPosts
{
    public static IResult Back<T>(this Result<T> result, string address) where T : notnull =>
        result.Ok ? TypedResults.LocalRedirect(address) : new RefusedBack(address, result.Refusal);
}
