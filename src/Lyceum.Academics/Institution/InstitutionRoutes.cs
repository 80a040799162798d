using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics;

/// <summary>What the one-time link asks; the command itself keeps token and password out of every record made of it.</summary>
public sealed record NewSchool(string Token, string Name, string Email, string Password, string School, string Zone, string Language = "en");

internal static class InstitutionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/institution", Read).Open("the name and words of the school stand on its landing page");
        api.MapPut("/institution", async (ChangeInstitution body, Door door, InstitutionCard card) =>
        {
            var result = await door.Run(body, ChangingInstitution.Handle);
            card.Forget();   // after the commit: a page drawn meanwhile may have read the old one
            return result;
        }).Does<ChangeInstitution>();
        api.MapGet("/institution/categories", async (LyceumDb db, CategoryCard card, CancellationToken ct) => (Result<CategoryNames>)await card.Read(db, ct))
            .Open("the names of categories stand in the public catalogue").WithSummary("What the categories of courses are called in each language.");
        api.MapPut("/institution/categories", async (NameCategories body, Door door, CategoryCard card) =>
        {
            var result = await door.Run(body, NamingCategories.Handle);
            card.Forget();
            return result;
        }).Does<NameCategories>();
        api.MapPut("/institution/statements", (ChangeStatements body, Door door) => door.Run(body, ChangingStatements.Handle)).Does<ChangeStatements>();
        api.MapPost("/setup", SetUp).Does<SetUpSchool>();
    }

    private static async Task<Result<Done>> SetUp(NewSchool body, Door door, InstitutionCard card)
    {
        var result = await door.Run(new SetUpSchool(body.Token, body.Name, body.Email, body.Password, body.School, body.Zone, body.Language), SettingUpSchools.Handle);
        card.Forget();
        return result;
    }

    /// <summary>What the school says of itself: name, zone, currency, words of the landing page.</summary>
    private static async Task<Result<InstitutionView>> Read(LyceumDb db, InstitutionCard card, CancellationToken ct) =>
        await card.Read(db, ct) is { } school ? school : InstitutionErrors.NotFound;
}
