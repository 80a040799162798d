using System.Globalization;
using Lyceum.Assessment.Questions;

namespace Lyceum.Assessment.Marking;

/// <summary>A mark as the form sends it: points as text, so that a comma is understood and letters are refused rather than read as 0.</summary>
public sealed class MarkEntry
{
    public string? Points { get; set; }
    public string? Feedback { get; set; }

    /// <summary>The version the form was drawn with.</summary>
    public int? Version { get; set; }

    internal static MarkEntry Of(MarkSheet sheet) => new() { Points = sheet.Points?.ToString("0.##", CultureInfo.InvariantCulture), Feedback = sheet.Feedback, Version = sheet.Version };

    /// <summary>The points, or the code of what is wrong with them.</summary>
    internal (decimal Points, string? Wrong) Read() =>
        string.IsNullOrWhiteSpace(Points) ? (0, "ui.error.required") : Numeric.Read(Points) is { } points ? (points, null) : (0, "ui.error.unreadable");
}
