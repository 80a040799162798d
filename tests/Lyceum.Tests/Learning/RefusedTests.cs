using System.Net;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Learning;

/// <summary>What is said after a button was refused: the whole sentence with its values, and no words from anybody else.</summary>
public sealed class RefusedTests(LearningPageTests.Drawn school) : IClassFixture<LearningPageTests.Drawn>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_is_said_with_its_values_and_only_with_ours()
    {
        var room = await school.Classroom(1);
        using var teaching = await school.Browser(room.Teacher);
        var editor = $"/courses/{room.Course.Slug}/edit/lessons/{room.Master[0]}";
        var page = await teaching.GetStringAsync(editor, Ct);
        var token = page.Split("name=\"__form\" value=\"")[1].Split('"')[0];
        using var form = new MultipartFormDataContent { { new StringContent(token), "__form" }, { new ByteArrayContent("not a picture"u8.ToArray()), "file", "notes.exe" } };

        using var answer = await teaching.PostAsync($"{editor}/picture", form, Ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var back = answer.Headers.Location!.ToString();
        Assert.Contains("refused=platform.files.kind_not_taken&with=", back, StringComparison.Ordinal);
        var told = WebUtility.HtmlDecode(await teaching.GetStringAsync(back, Ct));
        Assert.Contains("png", told[told.IndexOf("role=\"alert\"", StringComparison.Ordinal)..].Split("</div>")[0], StringComparison.Ordinal);

        // The values of one refusal are not those of another, and what is not sealed by us is not read: then the sentence is a general one.
        var sealedValues = back.Split("with=")[1];
        foreach (var forged in (string[])[$"refused=platform.files.kind_not_taken&with={sealedValues[..^4]}AAAA", "refused=platform.files.kind_not_taken&kinds=call+123", $"refused=platform.files.too_large&with={sealedValues}"])
        {
            var general = WebUtility.HtmlDecode(await teaching.GetStringAsync($"{editor}?{forged}", Ct));
            var alert = general[general.IndexOf("role=\"alert\"", StringComparison.Ordinal)..].Split("</div>")[0];
            Assert.DoesNotContain("{", alert, StringComparison.Ordinal);
            Assert.DoesNotContain("123", alert, StringComparison.Ordinal);
            Assert.DoesNotContain("png", alert, StringComparison.Ordinal);
        }
    }
}
