using System.Globalization;
using System.Xml.Linq;
using MnistApi.TrainingRuns.Curves;

namespace MnistApi.Benchmarks;

/// <summary>Draws test accuracy over the seconds of training, ours and PyTorch's, with a logarithmic time axis.</summary>
internal static class AccuracyPlot
{
    private const double Width = 760, Height = 460, Left = 90, Top = 70, PlotWidth = 620, PlotHeight = 310;
    private const string Title = "Test accuracy over seconds of training, on the same two cores";
    private const double FirstSecond = 1, LastSecond = 1000, LowAccuracy = 0.96, HighAccuracy = 1;
    private const string Ours = "#2563eb", Peer = "#ea580c", Ink = "#111827", Muted = "#4b5563", Grid = "#e5e7eb";

    public static void Write(
        string file, IReadOnlyList<(double Seconds, double Accuracy)> ours, IReadOnlyList<(double Seconds, double Accuracy)> peer)
    {
        var svg = Svg.Element(
            "svg",
            Svg.At("width", Width),
            Svg.At("height", Height),
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("role", "img"),
            Svg.Element("title", Title),
            Svg.Rectangle(0, 0, Width, Height, "#ffffff"),
            Svg.Text(Left, 36, Title, Ink, 18, new XAttribute("font-weight", "600")),
            TimeAxis(),
            AccuracyAxis(),
            Series(ours, Ours, "cnn-fast: runs of 1, 2, 4 and 6 epochs, means of 5 seeds", 0),
            Series(peer, Peer, "pytorch/examples mnist: epochs of one run", 1));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, svg.ToString(SaveOptions.DisableFormatting) + "\n");
    }

    private static double X(double seconds) => Left + PlotWidth * Math.Log(seconds / FirstSecond) / Math.Log(LastSecond / FirstSecond);

    private static double Y(double accuracy) => Top + PlotHeight * (HighAccuracy - accuracy) / (HighAccuracy - LowAccuracy);

    private static IEnumerable<XElement> TimeAxis()
    {
        foreach (var seconds in new[] { 1, 3, 10, 30, 100, 300, 1000 })
        {
            yield return Svg.Line(X(seconds), Top, X(seconds), Top + PlotHeight, Grid, 1);
            var label = seconds.ToString(CultureInfo.InvariantCulture) + " s";
            yield return Svg.Text(X(seconds), Top + PlotHeight + 22, label, Muted, 13, new XAttribute("text-anchor", "middle"));
        }
    }

    private static IEnumerable<XElement> AccuracyAxis()
    {
        for (var percent = 96; percent <= 100; percent++)
        {
            var y = Y(percent / 100.0);
            yield return Svg.Line(Left, y, Left + PlotWidth, y, Grid, 1);
            yield return Svg.Text(Left - 10, y + 5, $"{percent} %", Muted, 13, new XAttribute("text-anchor", "end"));
        }
    }

    private static IEnumerable<XElement> Series(
        IReadOnlyList<(double Seconds, double Accuracy)> points, string color, string name, int row)
    {
        var visible = points.Where(point => point.Accuracy >= LowAccuracy).ToArray();
        var line = string.Join(' ', visible.Select(point => $"{Svg.Number(X(point.Seconds))},{Svg.Number(Y(point.Accuracy))}"));
        yield return Svg.Element(
            "polyline",
            new XAttribute("points", line),
            new XAttribute("fill", "none"),
            new XAttribute("stroke", color),
            Svg.At("stroke-width", 2));
        foreach (var (seconds, accuracy) in visible) yield return Svg.Circle(X(seconds), Y(accuracy), 4, color);
        var y = Top + PlotHeight + 46 + 20 * row;
        yield return Svg.Circle(Left + 5, y - 5, 5, color);
        yield return Svg.Text(Left + 18, y, name, Ink, 14);
    }
}
