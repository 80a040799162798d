using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Ui;

/// <summary>Fonts are named in the style sheet, which knows nothing of the host's fingerprints; they carry their own hash in the name instead.</summary>
public static class AssetCaching
{
    /// <summary>Lets browsers keep the hash-named fonts for a year. Place it before static assets.</summary>
    public static IApplicationBuilder UseAssetCaching(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/lib/fonts", StringComparison.Ordinal))
        {
            context.Response.OnStarting(static state =>
            {
                var response = (HttpResponse)state;
                if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified) response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Task.CompletedTask;
            }, context.Response);
        }
        return next(context);
    });
}
