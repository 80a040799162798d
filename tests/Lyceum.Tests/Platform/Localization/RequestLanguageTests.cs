using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Tests.Localization;

public sealed class RequestLanguageTests
{
    [Theory]
    [InlineData("el", "ar", "en", "en", "el")]
    [InlineData(null, "ar", "en", "en", "ar")]
    [InlineData(null, null, "de, el-GR;q=0.8, en;q=0.9", "ar", "en")]
    [InlineData(null, null, "de", "ar", "ar")]
    [InlineData("xx", null, null, null, "en")]
    [InlineData(null, null, "el;q=0", "ar", "ar")]
    [InlineData(null, null, "not a; header=,,", null, "en")]
    public void Cookie_before_account_before_browser_before_institution(string? cookie, string? account, string? accept, string? institution, string expected)
    {
        var context = new DefaultHttpContext();
        if (cookie is not null) context.Request.Headers.Cookie = $"{Localizing.Cookie}={cookie}";
        if (accept is not null) context.Request.Headers.AcceptLanguage = accept;

        var chosen = Localizing.Choose(context, new LanguageSources { Account = _ => account, Institution = _ => institution }, Language.All);

        Assert.Equal(expected, chosen.Code);
    }

    [Theory]
    [InlineData("el", "ar", "en", "ar")]   // the cookie is of a language that was given up
    [InlineData("el", "el", "en", "en")]
    [InlineData("el", null, "de", "ar")]   // nothing that is offered was asked for
    public void Only_what_the_school_speaks_is_chosen_and_its_first_when_nothing_fits(string cookie, string? account, string accept, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"{Localizing.Cookie}={cookie}";
        context.Request.Headers.AcceptLanguage = accept;
        Assert.Equal(expected, Localizing.Choose(context, new LanguageSources { Account = _ => account }, [Language.Arabic, Language.English]).Code);
    }
}
