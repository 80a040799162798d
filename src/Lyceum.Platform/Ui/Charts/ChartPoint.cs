namespace Lyceum.Platform.Ui;

/// <summary>One figure of a chart.</summary>
/// <param name="Name">Its place on the axis: a week, an hour, a range of results.</param>
/// <param name="Value">The number; never below nothing.</param>
/// <param name="Said">The number as the table says it, with its unit.</param>
/// <param name="Href">The rows behind it, or null.</param>
public sealed record ChartPoint(string Name, decimal Value, string Said, string? Href = null);

/// <summary>A part of a whole: its share is drawn, its state has a shape, and the words stand beside it.</summary>
/// <param name="Kind">The state: shape, colour and the pattern of the bar.</param>
/// <param name="Name">What the part is.</param>
/// <param name="Value">How many.</param>
/// <param name="Said">How many, in words.</param>
/// <param name="Href">The rows behind it, or null.</param>
public sealed record ChartShare(StatusKind Kind, string Name, decimal Value, string Said, string? Href = null);
