using Lyceum.Platform.Localization;

namespace Lyceum.Assessment.Questions;

/// <summary>How long an essay should be, in words.</summary>
internal static class EssayWords
{
    /// <summary>“150 to 300 words”; null where nothing is asked.</summary>
    public static string? Limits(Texts texts, int? min, int? max) => (min, max) switch
    {
        ({ } from, { } to) => texts["assessment.words.between", ("min", from), ("max", to)],
        ({ } from, null) => texts["assessment.words.least", ("min", from)],
        (null, { } to) => texts["assessment.words.most", ("max", to)],
        _ => null,
    };
}
