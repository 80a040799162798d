using Lyceum.Learning.Lessons;

namespace Lyceum.Tests.Learning;

public sealed class LessonTextTests
{
    private static readonly string Hash = new('a', 64);

    private static string Html(string markdown)
    {
        using var text = new LessonText((hash, name, type, download, _) => $"https://content.test/{hash[..4]}/{name}?type={type}&save={download}");
        return text.Preview(markdown).Replace("\n", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<iframe src=https://evil.test></iframe>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<form action=https://evil.test><input name=password></form>")]
    [InlineData("<div style=\"position:fixed\" onclick=alert(1)>x</div>")]
    [InlineData("<math><mtext></p><script>alert(1)</script>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    public void Raw_html_in_markdown_is_text(string hostile)
    {
        var html = Html(hostile);
        Assert.DoesNotMatch("<(script|img|svg|iframe|style|form|input|math|noscript|div)", html);
        Assert.DoesNotMatch("<[^>]*(onerror|onload|onclick|javascript:)", html);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<p onmouseover=alert(1) style=color:red>x</p>")]
    [InlineData("<a href='java\tscript:alert(1)'>x</a>")]
    [InlineData("<a href=' &#1; javascript:alert(1)'>x</a>")]
    [InlineData("<a href='data:text/html,<script>alert(1)</script>'>x</a>")]
    [InlineData("<a href='vbscript:x'>x</a>")]
    [InlineData("<a href='//evil.test'>x</a>")]
    [InlineData("<a href='/\\evil.test'>x</a>")]
    [InlineData("<img src='https://evil.test/pixel.png'>")]
    [InlineData("<img src='file:///etc/passwd'>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<svg><foreignObject><p onclick=x>y</p></foreignObject></svg>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("<template><script>alert(1)</script></template>")]
    [InlineData("<object data=x></object><embed src=x><base href=//evil.test>")]
    [InlineData("<input onfocus=alert(1) autofocus><button formaction=x>y</button>")]
    [InlineData("<p id='main' class='ly-pop btn'>x</p>")]
    [InlineData("<!--><script>alert(1)</script>-->")]
    public void What_is_not_on_the_list_does_not_come_out(string hostile)
    {
        var html = LessonSanitiser.Clean(hostile);
        Assert.DoesNotMatch("<(script|svg|math|img|style|template|object|embed|base|input|button|iframe|!--)", html);
        Assert.DoesNotMatch("(?i)<[^>]* (on\\w+|style|formaction)=", html);
        Assert.DoesNotMatch("(?i)href=\"[^\"]*(script:|data:|evil)", html);
        Assert.DoesNotContain("id=\"main\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("ly-pop", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html;base64,AAAA)")]
    [InlineData("[x](//evil.test/)")]
    [InlineData("<javascript:alert(1)>")]
    public void Links_lead_to_the_web_to_mail_or_to_this_site_only(string hostile) => Assert.DoesNotMatch("href=\"(?i)(javascript|data|//)", Html(hostile));

    [Fact]
    public void Good_text_comes_through()
    {
        Assert.Equal("<p><a href=\"https://who.int/x\" rel=\"noopener\">WHO</a> <a href=\"mailto:a@b.test\">mail</a> <a href=\"/courses\">here</a></p>",
            Html("[WHO](https://who.int/x) [mail](mailto:a@b.test) [here](/courses)"));
        Assert.Contains("<span class=\"math\">\\(V_d = 15\\)</span>", Html("so $V_d = 15$ L"), StringComparison.Ordinal);
        Assert.Contains("<div class=\"math\">", Html("$$\nCL = \\frac{U}{P}\n$$"), StringComparison.Ordinal);
        Assert.Contains("<div class=\"ly-pre\" dir=\"ltr\"><pre tabindex=\"0\"><code class=\"language-sql\">SELECT 1", Html("```sql\nSELECT 1\n```"), StringComparison.Ordinal);
        Assert.Contains("<td class=\"ly-num\">1</td>", Html("| a | b |\n|---|--:|\n| x | 1 |"), StringComparison.Ordinal);
        Assert.Contains("☑ done", Html("- [x] done"), StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"t-μια-επικεφαλίδα\">", Html("# Μια επικεφαλίδα"), StringComparison.Ordinal);
        Assert.Contains("href=\"#t-fn", Html("word[^1]\n\n[^1]: note"), StringComparison.Ordinal);
    }

    [Fact]
    public void Callouts_answers_and_figures_get_the_shapes_of_the_house()
    {
        Assert.Equal("<aside class=\"ly-callout\"><h3>تنبيه</h3><p>لا تعطِ الجرعة.</p></aside>", Html("> **تنبيه** لا تعطِ الجرعة."));
        Assert.Equal("<details class=\"ly-check\"><summary>Απάντηση</summary><p>Έξι τοις εκατό.</p></details>", Html("> **Απάντηση** Έξι τοις εκατό."));
        Assert.Equal("<blockquote><p>Plain words.</p></blockquote>", Html("> Plain words."));
        var figure = Html($"![Two curves](file:{Hash}.svg)\n\n*Figure 4. Two patients.*");
        Assert.Contains("<figure><img src=\"https://content.test/aaaa/aaaaaaaa.svg?type=image/svg+xml&amp;save=False\" alt=\"Two curves\" loading=\"lazy\"><figcaption>Figure 4. Two patients.</figcaption></figure>", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", Html("![pixel](https://evil.test/p.png)"), StringComparison.Ordinal);
        Assert.Contains("save=True", Html($"[sheet](file:{Hash}.csv)"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_is_rendered_once_and_another_version_anew()
    {
        using var text = new LessonText((_, _, _, _, _) => "");
        var id = Guid.CreateVersion7();
        Assert.Equal("<p>one</p>", text.Render(id, 1, "one").Trim());
        Assert.Equal("<p>one</p>", text.Render(id, 1, "two").Trim());
        Assert.Equal("<p>two</p>", text.Render(id, 2, "two").Trim());
    }
}
