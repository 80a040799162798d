using Lyceum.Identity.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.Acting;

/// <summary>On the first request after somebody's acting was over by itself: the page says so.</summary>
internal sealed record ActingIsOver;

/// <summary>
/// Binds every form to the person for whom it was drawn: one of one's own, left open in another tab, is not sent in the name of the person one acts for meanwhile, nor the other way round.
/// </summary>
internal sealed class ActingForms : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => context.Features.Get<SignedIn>()?.Acting?.Id.ToString("n") ?? "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == GetAdditionalData(context);
}
