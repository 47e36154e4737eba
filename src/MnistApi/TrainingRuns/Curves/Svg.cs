using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MnistApi.TrainingRuns.Curves;

/// <summary>Creates SVG elements. The XML library escapes all text.</summary>
internal static class Svg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static XElement Text(double x, double y, string text, string fill, int size, params object?[] attributes) =>
        Element("text", At("x", x), At("y", y), new XAttribute("fill", fill), new XAttribute("font-size", size), attributes, Clean(text));

    public static XElement Line(
        double x1, double y1, double x2, double y2, string stroke, double width, params object?[] attributes) => Element(
        "line",
        At("x1", x1),
        At("y1", y1),
        At("x2", x2),
        At("y2", y2),
        new XAttribute("stroke", stroke),
        At("stroke-width", width),
        attributes);

    public static XElement Circle(double x, double y, double radius, string fill, params object?[] attributes) =>
        Element("circle", At("cx", x), At("cy", y), At("r", radius), new XAttribute("fill", fill), attributes);

    public static XElement Rectangle(double x, double y, double width, double height, string fill) =>
        Element("rect", At("x", x), At("y", y), At("width", width), At("height", height), new XAttribute("fill", fill));

    public static XAttribute At(string name, double value) => new(name, Number(value));

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Replaces characters that XML does not allow even if they are escaped: control characters and unpaired surrogates.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }

    /// <summary>Truncates a text to a width, measured in letters. East Asian letters count twice.</summary>
    public static string Fit(string text, int letters)
    {
        var (fitting, width) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            width += rune.Value >= 0x1100 ? 2 : 1;
            if (width > letters) return fitting.ToString().TrimEnd() + "…";
            fitting.Append(rune);
        }

        return text;
    }
}
