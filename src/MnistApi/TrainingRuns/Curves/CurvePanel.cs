using System.Xml.Linq;

namespace MnistApi.TrainingRuns.Curves;

/// <summary>One of the two diagrams of the learning curves: grid, axes, and a line for each series.</summary>
/// <param name="Left">The left edge of the plot area, in pixels.</param>
/// <param name="Epochs">The horizontal axis; null before the first epoch.</param>
/// <param name="Values">The vertical axis; null if there is no value to show.</param>
internal sealed record CurvePanel(double Left, Axis? Epochs, Axis? Values)
{
    public const double Width = 480, Height = 360, Top = 132;
    private const double Bottom = Top + Height;
    private const int MaxDots = 40;
    private const string Ink = "#374151", Grid = "#e5e7eb", Frame = "#9ca3af";

    public double X(int epoch) => Left + Width * Epochs!.Position(epoch);

    public double Y(double value) => Bottom - Height * Values!.Position(value);

    /// <summary>The heading, the grid and the ticks, and a message if there is nothing to draw.</summary>
    public IEnumerable<XElement> Background(string heading)
    {
        var scale = Values is { IsLogarithmic: true } ? " (logarithmic)" : "";
        if (Values is null) yield return Svg.Rectangle(Left, Top, Width, Height, "#f9fafb");
        yield return Svg.Text(Left, Top - 14, heading + scale, Ink, 17, new XAttribute("font-weight", "600"));
        yield return Svg.Text(Left + Width / 2, Bottom + 46, "epoch", Ink, 15, Middle);

        foreach (var tick in Values?.Ticks ?? [])
        {
            yield return Svg.Line(Left, Y(tick.Value), Left + Width, Y(tick.Value), Grid, 1);
            yield return Svg.Text(Left - 10, Y(tick.Value) + 5, tick.Label, Ink, 14, new XAttribute("text-anchor", "end"));
        }

        foreach (var tick in Epochs?.Ticks ?? [])
        {
            yield return Svg.Line(X((int)tick.Value), Bottom, X((int)tick.Value), Bottom + 5, Frame, 1);
            yield return Svg.Text(X((int)tick.Value), Bottom + 23, tick.Label, Ink, 14, Middle);
        }

        yield return Svg.Line(Left, Bottom, Left + Width, Bottom, Frame, 1);
        if (Values is null)
        {
            var message = Epochs is null ? "no epoch finished yet" : "no finite number in any epoch";
            yield return Svg.Text(Left + Width / 2, Top + Height / 2, message, Ink, 17, Middle);
        }
    }

    /// <summary>
    /// A line through the values, with gaps where values are missing. If there are few epochs, each value also has a dot. A value between
    /// two gaps always has one.
    /// </summary>
    public IEnumerable<XElement> Series(string name, string color, IReadOnlyList<(int Epoch, double? Value)> series)
    {
        var group = Svg.Element("g", new XAttribute("class", name));
        foreach (var segment in Segments(series))
        {
            if (segment.Count > 1) group.Add(Polyline(segment, color));
            if (segment.Count == 1 || series.Count <= MaxDots)
                group.Add(segment.Select(point => Svg.Circle(X(point.Epoch), Y(point.Value), 3.5, color)));
        }

        yield return group;
    }

    /// <summary>A dashed vertical line at an epoch; null in an empty panel.</summary>
    public XElement? Mark(int epoch, string color) => Values is null
        ? null
        : Svg.Line(X(epoch), Top, X(epoch), Bottom, color, 1.5, new XAttribute("stroke-dasharray", "5 4"), new XAttribute("class", "best"));

    public static XAttribute Middle => new("text-anchor", "middle");

    private XElement Polyline(IEnumerable<(int Epoch, double Value)> segment, string color)
    {
        var points = segment.Select(point => $"{Svg.Number(X(point.Epoch))},{Svg.Number(Y(point.Value))}");
        return Svg.Element(
            "polyline",
            new XAttribute("points", string.Join(' ', points)),
            new XAttribute("fill", "none"),
            new XAttribute("stroke", color),
            Svg.At("stroke-width", 2.5),
            new XAttribute("stroke-linejoin", "round"),
            new XAttribute("stroke-linecap", "round"));
    }

    /// <summary>Splits a series at its missing values.</summary>
    private static IEnumerable<List<(int Epoch, double Value)>> Segments(IReadOnlyList<(int Epoch, double? Value)> series)
    {
        List<(int, double)> segment = [];
        foreach (var (epoch, value) in series)
        {
            if (value is { } number) segment.Add((epoch, number));
            else if (segment.Count > 0)
            {
                yield return segment;
                segment = [];
            }
        }

        if (segment.Count > 0) yield return segment;
    }
}
