using System.Globalization;
using Lyceum.Academics.Enrolments;
using Lyceum.Assessment.Questions;

namespace Lyceum.Demo;

/// <summary>One learner's way through one section, up to today.</summary>
internal sealed class DemoStory(DemoRun run, DemoRecord record, IReadOnlyList<PathStep> path, DemoLearner learner, Guid section, string key)
{
    private readonly Random _dice = run.Dice;

    public void Tell()
    {
        var (state, done) = Outcome();
        // Somebody of this term who has just come past an essay still stands at it: the answer waits to be read.
        if (key == "current" && learner.Courses is null && done is > 0 && done < path.Count && HasEssay(path[done - 1])) done--;
        var (from, until) = Span(state);
        var enrolled = from - TimeSpan.FromHours(_dice.Next(3, 24 * 18));
        var times = Moments(from, until, done + 1);
        decimal? pending = null;

        for (var i = 0; i < done; i++) Study(path[i], times[i], finished: true, path[i].Quiz is null ? null : Pass(path[i], times[i]));
        var begun = done < path.Count && done > 0 && state is EnrolmentState.Active;
        if (begun)
        {
            if (path[done].Quiz is not null) pending = Try(path[done], 1, times[done], 0.25, keepOnlyFailure: true)?.Percent;
            Study(path[done], times[done], finished: false, pending);
        }

        var finished = done == path.Count;
        var last = done == 0 ? (DateTimeOffset?)null : times[begun ? done : done - 1];
        DateTimeOffset? ended = state switch
        {
            EnrolmentState.Active => null,
            EnrolmentState.Completed => last,
            EnrolmentState.Failed => run.Dates.At(run.Dates.Term("past").End, 12),
            _ => (last ?? enrolled) + TimeSpan.FromDays(4),
        };
        record.Enrolments.Add(new EnrolmentRow(DemoIds.At($"enrolment {section} {learner.Id}", enrolled), section, learner.Id, state, enrolled, ended));
        if (last is { } seen)
            record.Places.Add(new PlaceRow(section, learner.Id, done, path.Count, path[begun ? done : done - 1].LessonId, seen, finished ? seen : null));
    }

    private (EnrolmentState State, int Done) Outcome()
    {
        int Part(double share) => Math.Clamp((int)(path.Count * share), 0, path.Count - 1);
        if (learner.Courses is { } courses)
            return key == "past" ? (EnrolmentState.Completed, path.Count) : (EnrolmentState.Active, Part(courses[0] == Slug ? 0.6 : 0.35));
        var luck = _dice.NextDouble();
        // Who began later has come less far.
        var pace = key == "current" ? Begun() / -(double)run.Dates.Term("current").Start : 1;
        return key switch
        {
            "past" when luck < 0.60 + (learner.Ability * 0.2) => (EnrolmentState.Completed, path.Count),
            "past" when luck < 0.88 => (EnrolmentState.Failed, Part(0.3 + (_dice.NextDouble() * 0.6))),
            "past" when luck < 0.96 => (EnrolmentState.Withdrawn, Part(_dice.NextDouble() * 0.5)),
            "past" => (EnrolmentState.Dropped, 0),
            "open" when luck < 0.42 => (EnrolmentState.Completed, path.Count),
            "open" when luck < 0.46 => (EnrolmentState.Withdrawn, Part(_dice.NextDouble() * 0.4)),
            "current" when luck > 0.97 => (EnrolmentState.Withdrawn, Part(0.2 * pace)),
            "current" => (EnrolmentState.Active, Part(pace * Math.Max(0, 0.05 + (learner.Ability * 0.75) - (luck * 0.45)))),
            _ => (EnrolmentState.Active, Part(_dice.NextDouble() * 0.9)),
        };
    }

    /// <summary>Days since the section began, on the Monday of this week.</summary>
    private int Begun() => -run.Begins[section];

    private string Slug => run.Sections.Single(s => s.Value == section).Key.Course;

    /// <summary>From the first lesson to the last thing they did.</summary>
    private (DateTimeOffset From, DateTimeOffset Until) Span(EnrolmentState state)
    {
        var latest = DemoHistory.Latest(run);
        if (key == "past")
        {
            var term = run.Dates.Term("past");
            return (run.Dates.At(run.Begins[section], 9), run.Dates.At(term.End - _dice.Next(3, 20), 18));
        }
        if (key == "current")
            return (run.Dates.At(run.Begins[section], 9), learner.Courses is not null ? latest - TimeSpan.FromHours(_dice.Next(3, 20)) : latest - TimeSpan.FromHours(_dice.Next(1, 24 * 9)));
        var from = run.Dates.At(-_dice.Next(20, 200), _dice.Next(8, 21));
        var until = from + TimeSpan.FromDays(_dice.Next(8, 70));
        if (learner.Courses is not null) return (latest - TimeSpan.FromDays(24), latest - TimeSpan.FromHours(_dice.Next(3, 20)));
        return (from, until < latest && state != EnrolmentState.Active ? until : latest - TimeSpan.FromHours(_dice.Next(1, 24 * 12)));
    }

    /// <summary>As many moments, in order, the last one at the end of the span.</summary>
    private DateTimeOffset[] Moments(DateTimeOffset from, DateTimeOffset until, int count)
    {
        var step = (until - from) / count;
        var moments = new DateTimeOffset[count];
        for (var i = 0; i < count; i++) moments[i] = i == count - 1 ? until : from + (step * (i + 0.2 + (_dice.NextDouble() * 0.7)));
        return moments;
    }

    private void Study(PathStep step, DateTimeOffset at, bool finished, decimal? score)
    {
        var share = finished ? 1 : 0.2 + (_dice.NextDouble() * 0.6);
        var seconds = (int)(step.Minutes * 60 * share * (0.6 + (_dice.NextDouble() * 0.8)));
        var place = step.Quiz is not null ? 0 : finished ? 1000 : (int)(share * 1000);
        record.Studies.Add(new StudyRow(step.LessonId, learner.Id, section, finished, seconds, place, score, at - TimeSpan.FromSeconds(seconds + 5), at));
    }

    /// <summary>Attempts until one passes; the best result in percent.</summary>
    private decimal Pass(PathStep step, DateTimeOffset at)
    {
        var most = Math.Min(step.Quiz!.MaxAttempts ?? 3, 3);
        var best = 0m;
        for (var number = 1; ; number++)
        {
            // Who fails reads again and knows more; whoever finished has passed, at the latest with the last attempt.
            var skill = number == most ? 1 : Math.Min(0.97, learner.Ability + (0.2 * (number - 1)));
            var attempt = Try(step, number, at - TimeSpan.FromHours(5 * (most - number)), skill, keepOnlyFailure: false)!;
            best = Math.Max(best, attempt.Percent!.Value);
            if (attempt.Passed == true) return best;
        }
    }

    private AttemptRow? Try(PathStep step, int number, DateTimeOffset at, double skill, bool keepOnlyFailure)
    {
        var quiz = step.Quiz!;
        var minutes = quiz.TimeLimitMinutes is { } limit ? limit * (0.4 + (_dice.NextDouble() * 0.5)) : 5 + (_dice.NextDouble() * 8);
        var started = at - TimeSpan.FromMinutes(minutes);
        var id = DemoIds.At($"attempt {step.LessonId} {learner.Id} {number}", started);
        var order = step.Asked.ToArray();
        if (quiz.ShuffleQuestions) _dice.Shuffle(order);
        List<AnswerRow> answers = [];
        List<MarkRow> marks = [];
        foreach (var (place, said) in order.Index())
        {
            string[] ids = [.. said.Settings.Options?.Select(o => o.Id) ?? []];
            if (quiz.ShuffleOptions) _dice.Shuffle(ids);
            var saved = started + TimeSpan.FromMinutes(minutes * (place + 1) / (order.Length + 1));
            var right = _dice.NextDouble() < skill;
            if (run.Essays.TryGetValue(said.Prompt, out var written))
            {
                var essay = written.Given[right ? 0 : _dice.Next(1, written.Given.Count)];
                answers.Add(new AnswerRow(id, said.QuestionId, said.Id, place + 1, ids, new Answer(Text: essay.Text), saved, keepOnlyFailure ? null : essay.Points));
                marks.Add(Marked(id, said, at, keepOnlyFailure ? null : essay));
                continue;
            }
            var answer = Answered(said, right);
            var worth = QuestionType.Find(said.Type)!.Grade(said.Settings, answer);
            answers.Add(new AnswerRow(id, said.QuestionId, said.Id, place + 1, ids, answer, saved, Math.Round(worth * said.Points, 2, MidpointRounding.AwayFromZero)));
        }
        var max = order.Sum(v => v.Points);
        // Sum leaves out what is null: an attempt with an answer that waits has no score yet.
        var score = answers.Exists(a => a.Points is null) ? (decimal?)null : answers.Sum(a => a.Points);
        var percent = score is null ? (decimal?)null : Math.Round(score.Value / max * 100, 2, MidpointRounding.AwayFromZero);
        var deadline = quiz.DeadlineFrom(started);
        var attempt = new AttemptRow(
            id, step.LessonId, section, learner.Id, number, started, deadline, deadline?.AddSeconds(quiz.GraceSeconds), quiz.PassPercent, max, at, score, percent, percent is null ? null : percent >= quiz.PassPercent);
        if (keepOnlyFailure && attempt.Passed == true) return null;
        record.Attempts.Add(attempt);
        record.Answers.AddRange(answers);
        record.Marks.AddRange(marks);
        return attempt;
    }

    private bool HasEssay(PathStep step) => step.Asked.Any(v => run.Essays.ContainsKey(v.Prompt));

    /// <summary>An essay as its teacher marked it within a day, or as it waits.</summary>
    private MarkRow Marked(Guid attempt, QuestionVersion said, DateTimeOffset at, DemoEssay? essay)
    {
        var (id, latest) = (DemoIds.At($"mark {attempt} {said.QuestionId}", at), DemoHistory.Latest(run));
        if (essay is null) return new MarkRow(id, attempt, said.QuestionId, section, at, said.Points, null, "", null, null);
        var read = at + TimeSpan.FromHours(_dice.Next(3, 26));
        return new MarkRow(id, attempt, said.QuestionId, section, at, said.Points, essay.Points, essay.Feedback, run.Essays[said.Prompt].Teacher, read < latest ? read : latest);
    }

    private Answer? Answered(QuestionVersion said, bool right)
    {
        var settings = said.Settings;
        switch (said.Type)
        {
            case "single":
                var choices = settings.Options!.Where(o => o.Correct == right).ToList();
                return new Answer([choices[_dice.Next(choices.Count)].Id]);
            case "multiple":
                var chosen = settings.Options!.Where(o => o.Correct).Select(o => o.Id).ToList();
                if (!right) chosen[_dice.Next(chosen.Count)] = settings.Options!.First(o => !o.Correct).Id;
                return new Answer(chosen);
            case "true_false":
                return new Answer([settings.Answer == right ? "true" : "false"]);
            case "numeric":
                var value = right ? settings.Value!.Value : (settings.Value!.Value * 1.25m) + (settings.Tolerance ?? 0) + 1;
                return new Answer(Text: decimal.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture));
            default:
                return right ? new Answer(Text: settings.Accepted![0].Replace("*", "", StringComparison.Ordinal).Trim()) : null;   // who does not know the word leaves it empty
        }
    }
}
