using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Assessment;

/// <summary>The attempts of a section as its teacher sees them at a glance.</summary>
public sealed partial class ResultSpreadTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    [Fact]
    public async Task Results_and_ends_are_counted_for_all_quizzes_and_for_one()
    {
        var (first, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 60), QuizSchool.OfEachType[0]);
        var (second, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 60), QuizSchool.OfEachType[0]);
        var (_, api) = await school.Learner();
        foreach (var lesson in (Guid[])[first, second]) await (await api.Submit((string)(await api.Start(lesson))["id"]!)).Body();
        var (_, other) = await school.Learner();
        await other.Start(second);   // still open
        using var teaching = await school.Browser((await school.Teacher()).Person);
        var address = $"/teach{school.Home["/courses".Length..]}/quizzes";

        var (lowest, ends) = Counted(await teaching.GetStringAsync(QuizClient.At(address), QuizClient.Ct));
        Assert.Equal(2, lowest);
        Assert.Equal(["0 attempts, 0 %", "2 attempts, 67 %", "0 attempts, 0 %", "1 attempt, 33 %"], ends);
        var one = await teaching.GetStringAsync(QuizClient.At($"{address}?quiz={first}"), QuizClient.Ct);
        (lowest, ends) = Counted(one);
        Assert.Equal(1, lowest);
        Assert.Equal(["0 attempts, 0 %", "1 attempt, 100 %", "0 attempts, 0 %", "0 attempts, 0 %"], ends);
        Assert.DoesNotContain($"/quizzes/{second}/", one, StringComparison.Ordinal);   // the list below is of the same quiz
        using var learns = await school.Browser((await school.Learner()).Person);
        Assert.Equal(HttpStatusCode.Forbidden, (await learns.GetAsync(QuizClient.At(address), QuizClient.Ct)).StatusCode);
    }

    /// <summary>Attempts in the lowest ten (nothing was answered), and the ends in their order.</summary>
    private static (int Lowest, IReadOnlyList<string> Ends) Counted(string html)
    {
        var twins = html.Split("class=\"ly-twin\"").Skip(1).Select(t => Row().Matches(t[..t.IndexOf("</details>", StringComparison.Ordinal)]).Select(m => WebUtility.HtmlDecode(m.Groups["said"].Value).Replace('\u00a0', ' ').Replace('\u202f', ' ')).ToList()).ToList();
        Assert.Equal(2, twins.Count);
        Assert.All(twins[0].Skip(1), said => Assert.Equal("0 attempts", said));
        return (int.Parse(twins[0][0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), twins[1]);
    }

    [GeneratedRegex("""<td class="ly-num"><bdi>(?<said>[^<]*)</bdi>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
