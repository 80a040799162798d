using System.Globalization;
using System.Xml.Linq;
using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components;

namespace Lyceum.Platform.Ui;

/// <summary>
/// Charts as SVG, drawn by the server: no script, no style. Across the page everything is in percent and along its height in pixels, so a chart is as wide as its
/// place and its words keep their size on a phone. Right-to-left the line of time runs the other way.
/// </summary>
internal static class ChartDrawing
{
    internal const int Height = 200;
    private const int Top = 28, Floor = 168, NameLine = 190;

    /// <summary>More than this many columns have no room for a number each: they get lines to read by.</summary>
    private const int MostNumbers = 12;

    /// <summary>So many short names stand beside one another on the narrowest phone.</summary>
    private const int MostNames = 6;

    /// <summary>Longer names than this, “14 September” in Arabic, need twice the room.</summary>
    private const int ShortName = 7;

    /// <summary>Room for the numbers of the lines, in percent of the width.</summary>
    private const double Gutter = 9;

    /// <summary>Columns from nothing: the height is the number.</summary>
    public static MarkupString Bars(IReadOnlyList<ChartPoint> points, Texts texts)
    {
        var numbers = points.Count <= MostNumbers;
        var top = numbers ? points.Max(p => p.Value) : Round(points.Max(p => p.Value));
        var across = new Across(points.Count, numbers ? 0 : Gutter, texts);
        List<XElement> drawn = [];
        if (!numbers) drawn.AddRange(Lines(top, texts));
        for (var i = 0; i < points.Count; i++)
        {
            var y = Y(points[i].Value, top);
            var width = across.Slot * .72;
            if (points[i].Value > 0) drawn.Add(new XElement("rect", Class("is-bar"), At("x", Share(across.Middle(i) - (width / 2))), At("width", Share(width)), At("y", Px(y)), At("height", Px(Floor - y))));
            if (numbers) drawn.Add(Word(texts.Number(points[i].Value), across.Middle(i), y - 8, "middle", "is-strong"));
        }
        drawn.Add(Line(0, Floor, 100, Floor, "is-axis"));
        drawn.AddRange(Names(points, across));
        return Markup(drawn);
    }

    /// <summary>A line over time, each figure a dot; the last one says its number.</summary>
    public static MarkupString Curve(IReadOnlyList<ChartPoint> points, decimal? most, Texts texts)
    {
        var top = most ?? Round(points.Max(p => p.Value));
        var across = new Across(points.Count, Gutter, texts);
        var drawn = Lines(top, texts).Append(Line(0, Floor, 100, Floor, "is-axis")).Concat(Path(points, across, top)).ToList();
        for (var i = 0; i < points.Count; i++) drawn.Add(new XElement("circle", Class("is-dot"), At("cx", Share(across.Middle(i))), At("cy", Px(Y(points[i].Value, top))), At("r", "4")));
        drawn.Add(Word(texts.Number(points[^1].Value), across.Middle(points.Count - 1), Y(points[^1].Value, top) - 10, "middle", "is-strong"));
        drawn.AddRange(Names(points, across));
        return Markup(drawn);
    }

    /// <summary>The course of a figure in one line of text; its ends are said beside it.</summary>
    public static MarkupString Spark(IReadOnlyList<ChartPoint> points, Texts texts)
    {
        const int low = 28, high = 4;
        var top = points.Max(p => p.Value) is > 0 and var most ? most : 1;
        var across = new Across(points.Count, 0, texts);
        List<XElement> drawn = [Line(0, low + 2, 100, low + 2, "is-grid")];
        for (var i = 1; i < points.Count; i++) drawn.Add(Line(across.Middle(i - 1), Level(points[i - 1]), across.Middle(i), Level(points[i]), "is-line"));
        drawn.Add(new XElement("circle", Class("is-dot"), At("cx", Share(across.Middle(points.Count - 1))), At("cy", Px(Level(points[^1]))), At("r", "3")));
        return Markup(drawn);

        double Level(ChartPoint point) => low - ((low - high) * (double)(point.Value / top));
    }

    /// <summary>Parts of a whole in one bar. Each state has its own pattern: colour is not what tells them apart.</summary>
    public static MarkupString Shares(IReadOnlyList<ChartShare> parts, string id, Texts texts)
    {
        var whole = parts.Sum(p => p.Value);
        var rtl = texts.Language.Direction == "rtl";
        List<XElement> drawn = [new("defs", parts.Where(p => p.Value > 0).Select(p => p.Kind).Distinct().Select(k => Pattern(k, id)))];
        var from = 0d;
        foreach (var part in parts.Where(p => p.Value > 0))
        {
            var width = (double)(part.Value / whole) * 100;
            drawn.Add(new XElement("rect", Class(part.Kind.Class()), At("x", Share(rtl ? 100 - from - width : from)), At("width", Share(width)), At("y", "0"), At("height", "20"), At("fill", $"url(#{PatternId(part.Kind, id)})")));
            // A gap between parts, of paper: two that touch are still two.
            if (from > 0) drawn.Add(Line(rtl ? 100 - from : from, 0, rtl ? 100 - from : from, 20, "is-gap"));
            from += width;
        }
        return Markup(drawn);
    }

    /// <summary>The smallest 1, 2 or 5 times a power of ten, or four quarters of one, that is not below the number: the top of an axis people can halve.</summary>
    internal static decimal Round(decimal most)
    {
        if (most <= 4) return 4;
        for (var step = 1m; ; step *= 10)
        {
            foreach (var times in (decimal[])[4, 6, 8, 10, 20, 40])
            {
                if (step * times >= most) return step * times;
            }
        }
    }

    private static string PatternId(StatusKind kind, string id) => $"{id}-{kind.Class()}";

    private static XElement Pattern(StatusKind kind, string id)
    {
        var ground = new XElement("rect", Class("is-ground"), At("width", "8"), At("height", "8"));
        var marks = kind switch
        {
            StatusKind.Ok => null,
            StatusKind.Bad => "M0 8 8 0M-2 2 2-2M6 10 10 6",
            StatusKind.Wait => "M0 2H8M0 6H8",
            StatusKind.Warn => "M2 0V8M6 0V8",
            _ => "M0 0 8 8M8 0 0 8",
        };
        return new XElement("pattern", At("id", PatternId(kind, id)), At("width", "8"), At("height", "8"), At("patternUnits", "userSpaceOnUse"), Class(kind.Class()), ground,
            marks is null ? null : new XElement("path", Class("is-mark"), At("d", marks)));
    }

    private static IEnumerable<XElement> Path(IReadOnlyList<ChartPoint> points, Across across, decimal top)
    {
        for (var i = 1; i < points.Count; i++) yield return Line(across.Middle(i - 1), Y(points[i - 1].Value, top), across.Middle(i), Y(points[i].Value, top), "is-line");
    }

    private static IEnumerable<XElement> Lines(decimal top, Texts texts)
    {
        var start = texts.Language.Direction == "rtl" ? 100 : 0;
        // What is counted has no halves: eleven lessons have no line between.
        foreach (var value in top % 2 == 0 ? (decimal[])[top / 2, top] : [top])
        {
            yield return Line(0, Y(value, top), 100, Y(value, top), "is-grid");
            yield return Word(texts.Number(value), start, Y(value, top) - 5, "start");
        }
    }

    private static IEnumerable<XElement> Names(IReadOnlyList<ChartPoint> points, Across across)
    {
        var most = points.Max(p => p.Name.Length) <= ShortName ? MostNames : MostNames / 2;
        var each = points.Count <= most ? 1 : (int)Math.Ceiling(points.Count / (double)most);
        for (var i = 0; i < points.Count; i += each) yield return Word(points[i].Name, across.Middle(i), NameLine, "middle");
    }

    private static double Y(decimal value, decimal top) => top == 0 ? Floor : Floor - ((Floor - Top) * (double)(value / top));

    private static XElement Line(double x1, double y1, double x2, double y2, string word) =>
        new("line", Class(word), At("x1", Share(x1)), At("y1", Px(y1)), At("x2", Share(x2)), At("y2", Px(y2)));

    private static XElement Word(string text, double x, double y, string anchor, string? word = null) =>
        new("text", word is null ? null : Class(word), At("x", Share(x)), At("y", Px(y)), At("text-anchor", anchor), text);

    private static XAttribute Class(string word) => new("class", word);

    private static XAttribute At(string name, string value) => new(name, value);

    private static string Share(double percent) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(percent, 3)}%");

    private static string Px(double pixels) => Math.Round(pixels, 1).ToString(CultureInfo.InvariantCulture);

    private static MarkupString Markup(IEnumerable<XElement> drawn) => (MarkupString)string.Concat(drawn.Select(e => e.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Equal places along the line of reading.</summary>
    private readonly record struct Across(int Count, double From, Texts Texts)
    {
        public double Slot => (100 - From) / Count;

        public double Middle(int place)
        {
            var x = From + (Slot * (place + .5));
            return Texts.Language.Direction == "rtl" ? 100 - x : x;
        }
    }
}
