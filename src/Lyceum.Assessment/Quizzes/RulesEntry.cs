using System.Globalization;
using Lyceum.Assessment.Questions;
using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components.Forms;

namespace Lyceum.Assessment.Quizzes;

/// <summary>A quiz's rules as the editor's form sends them; numbers and times as text, so that what cannot be read is refused and not guessed.</summary>
public sealed class RulesEntry
{
    private const string LocalTime = "yyyy-MM-ddTHH:mm";

    public int? Version { get; set; }
    public string? Kind { get; set; }
    public string? PassPercent { get; set; }
    public string? TimeLimitMinutes { get; set; }
    public string? MaxAttempts { get; set; }
    public string? GraceSeconds { get; set; }
    public bool ShuffleQuestions { get; set; }
    public bool ShuffleOptions { get; set; }
    public string? Feedback { get; set; }

    /// <summary>In the author's zone.</summary>
    public string? OpensAt { get; set; }
    public string? ClosesAt { get; set; }

    internal static RulesEntry Of(QuizRules rules, int version, TimeZoneInfo zone) => new()
    {
        Version = version,
        Kind = rules.Kind.ToString(), PassPercent = rules.PassPercent.ToString("0.##", CultureInfo.InvariantCulture),
        TimeLimitMinutes = rules.TimeLimitMinutes?.ToString(CultureInfo.InvariantCulture), MaxAttempts = rules.MaxAttempts?.ToString(CultureInfo.InvariantCulture),
        GraceSeconds = rules.GraceSeconds.ToString(CultureInfo.InvariantCulture),
        ShuffleQuestions = rules.ShuffleQuestions, ShuffleOptions = rules.ShuffleOptions, Feedback = rules.Feedback.ToString(),
        OpensAt = Local(rules.OpensAt, zone), ClosesAt = Local(rules.ClosesAt, zone),
    };

    /// <summary>The rules; null when something could not be read, with a message at each such field.</summary>
    internal QuizRules? Read(EditContext form, TimeZoneInfo zone)
    {
        var messages = new ValidationMessageStore(form);
        var wrong = false;
        var rules = new QuizRules(
            Enum.TryParse<QuizKind>(Kind, out var kind) ? kind : QuizKind.Practice, Number(PassPercent, nameof(PassPercent)) ?? Missing(nameof(PassPercent)),
            Whole(TimeLimitMinutes, nameof(TimeLimitMinutes)), Whole(MaxAttempts, nameof(MaxAttempts)), ShuffleQuestions, ShuffleOptions,
            Enum.TryParse<FeedbackMode>(Feedback, out var feedback) ? feedback : FeedbackMode.AfterSubmit, Whole(GraceSeconds, nameof(GraceSeconds)) ?? 30,
            Instant(OpensAt, nameof(OpensAt)), Instant(ClosesAt, nameof(ClosesAt)));
        form.NotifyValidationStateChanged();
        return wrong ? null : rules;

        decimal? Number(string? text, string field)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            return Numeric.Read(text) ?? Unreadable(field);
        }

        int? Whole(string? text, string field) => Number(text, field) switch
        {
            null => null,
            { } n when n == decimal.Truncate(n) && Math.Abs(n) <= 1_000_000 => (int)n,
            _ => (int)Unreadable(field),
        };

        DateTimeOffset? Instant(string? text, string field)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            // In the hour that the clock skips there is no such instant.
            if (DateTime.TryParseExact(text, LocalTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && zone.InstantOf(local) is { } instant) return instant;
            Unreadable(field);
            return null;
        }

        decimal Unreadable(string field) => Say(field, "ui.error.unreadable");

        decimal Missing(string field) => string.IsNullOrWhiteSpace(PassPercent) ? Say(field, "ui.error.required") : 0;

        decimal Say(string field, string key)
        {
            messages.Add(form.Field(field), key);
            wrong = true;
            return 0;
        }
    }

    private static string? Local(DateTimeOffset? at, TimeZoneInfo zone) => at is { } instant ? TimeZoneInfo.ConvertTime(instant, zone).ToString(LocalTime, CultureInfo.InvariantCulture) : null;
}
