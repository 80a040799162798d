using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Tests.Ui;

/// <summary>A school in development.</summary>
public sealed class WorkshopSchool : School
{
    protected override bool Jobs => false;

    protected override void Adjust(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new SchoolEnvironment(IsProduction: false, IsDevelopment: true)));
}

/// <summary>The page of all parts: there for those who build, for nobody else.</summary>
public sealed partial class KitTests(School school, WorkshopSchool workshop) : IClassFixture<School>, IClassFixture<WorkshopSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Elsewhere_than_in_development_the_kit_does_not_exist()
    {
        using var visitor = school.Visitor("text/html");
        using var admin = await school.Browser(await school.Person("administrator"));
        foreach (var who in (HttpClient[])[visitor, admin])
        {
            var answer = await who.GetAsync("/kit", Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.Contains("ly-oops", html, StringComparison.Ordinal);
            Assert.DoesNotContain("ly-plot", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("el")]
    [InlineData("ar")]
    public async Task In_development_every_part_is_drawn_once_named_and_without_script_or_style(string language)
    {
        using var visitor = workshop.Visitor("text/html");
        visitor.DefaultRequestHeaders.Add("Cookie", $"lyceum-language={language}");
        var answer = await visitor.GetAsync("/kit", Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"lang=\"{language}\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* (style|on[a-z]+)=\"", html);
        var ids = Id().Matches(html).Select(m => m.Groups["id"].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (var part in (string[])["ly-status", "ly-note", "ly-pop", "ly-blank", "ly-facts", "ly-timeline", "nav-tabs", "ly-chip", "ly-frame", "ly-plot-share", "ly-plot-spark", "ly-save", "is-invalid", "aria-busy", "ly-callout", "ly-twin"])
            Assert.True(html.Contains(part, StringComparison.Ordinal), part);
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
