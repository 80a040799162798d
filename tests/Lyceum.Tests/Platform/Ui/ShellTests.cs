using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;

namespace Lyceum.Tests.Ui;

public sealed class ShellTests
{
    private static readonly NavItem[] Items =
    [
        new("administrator", 10, "x.people", "/admin/people", "users", "identity.people"),
        new("learner", 20, "x.courses", "/courses", "book", null),
        new("learner", 10, "x.today", "/today", "home", null),
        new("instructor", 10, "x.today", "/today", "home", "teaching"),
        new("instructor", 20, "x.teaching", "/teach", "school", "teaching"),
    ];

    [Fact]
    public void The_sidebar_holds_what_a_person_may_use_and_each_address_once()
    {
        var groups = NavMap.For(Items, p => p == "teaching", new Dictionary<string, int> { ["/teach"] = 4 });

        Assert.Equal(["ui.nav.learner", "ui.nav.instructor"], groups.Select(g => g.TitleKey));
        Assert.Equal(["/today", "/courses"], groups[0].Links.Select(l => l.Href));
        Assert.Equal(new ShellLink("x.teaching", "/teach", "school", 4), Assert.Single(groups[1].Links));
    }

    [Theory]
    [InlineData("/courses/pha-201/b", "/courses")]
    [InlineData("/courses", "/courses")]
    [InlineData("/coursesold", null)]
    public void The_current_word_is_the_longest_that_begins_the_path(string path, string? href) =>
        Assert.Equal(href, NavMap.Current(NavMap.For(Items, _ => true), path)?.Href);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/list?x=1", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("/a\r\nb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_a_path_of_this_site_may_follow_a_post(string? address, bool local) => Assert.Equal(local, Preferences.IsLocal(address));

    [Fact]
    public void The_page_of_a_fault_is_whole_and_encodes_what_it_is_given()
    {
        var texts = new TextCatalogue([typeof(TextCatalogue).Assembly]) { Strict = true };
        foreach (var language in Language.All)
        {
            var page = StaticPages.Fault(texts.For(language), "A <b> College", "01K9R5V2HD");
            Assert.Contains($"<html lang=\"{language.Code}\" dir=\"{language.Direction}\"", page, StringComparison.Ordinal);
            Assert.Contains("01K9R5V2HD", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
            Assert.Contains("http-equiv=\"refresh\"", StaticPages.Maintenance(texts.For(language), "A", "1"), StringComparison.Ordinal);
        }
    }
}
