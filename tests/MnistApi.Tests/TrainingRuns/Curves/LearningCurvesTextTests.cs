using System.Globalization;
using System.Xml.Linq;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Curves;

namespace MnistApi.Tests.TrainingRuns.Curves;

public sealed class LearningCurvesTextTests
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("</text><script>alert(1)</script>")]
    [InlineData("a & b < c > d \"e\" 'f' ]]> &amp;")]
    [InlineData("手写数字识别")]
    [InlineData("digits 😀")]
    public void A_name_is_plain_text_whatever_it_contains(string name)
    {
        var svg = XElement.Parse(LearningCurves.Draw(name, name, 0, []));

        var texts = svg.Elements(Namespace + "text").Select(text => text.Value).ToList();
        Assert.Equal([name, $"recipe {name}, 0 epochs"], texts[..2]);
        Assert.Equal($"Learning curves of {name}", svg.Element(Namespace + "title")!.Value);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
    }

    [Theory]
    [InlineData("nul \0, bell \a and \u001b[31m")]
    [InlineData("half a pair \ud83d")]
    [InlineData("\uffff")]
    public void Characters_that_XML_does_not_allow_are_replaced(string name)
    {
        var title = XElement.Parse(LearningCurves.Draw(name, "mlp", 0, [])).Elements(Namespace + "text").First().Value;

        Assert.Contains('\ufffd', title);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_name_the_recipe_is_the_title(string? name)
    {
        Assert.Equal("mlp", XElement.Parse(LearningCurves.Draw(name, "mlp", 0, [])).Elements(Namespace + "text").First().Value);
    }

    [Theory]
    [InlineData("x", 72)]
    [InlineData("数", 36)]
    public void A_long_name_is_cut_at_the_end_of_the_picture(string letter, int kept)
    {
        string Title(int letters) =>
            XElement
                .Parse(LearningCurves.Draw(string.Concat(Enumerable.Repeat(letter, letters)), "mlp", 0, []))
                .Elements(Namespace + "text")
                .First()
                .Value;

        Assert.Equal(kept, Title(kept).Length);
        Assert.Equal(string.Concat(Enumerable.Repeat(letter, kept)) + "…", Title(kept + 1));
    }

    [Fact]
    public void The_picture_loads_nothing_from_other_hosts()
    {
        var svg = LearningCurves.Draw("a run", "mlp", 2, [new(1, 1, 1, 1, 1), new(2, null, 1, 1, 1)]);

        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_look_the_same_in_every_culture()
    {
        CurvePoint[] points = [new(1, 1.25, 0.5, 2.5, 0.525), new(2000, 0.015, 0.975, 0.25, 0.985)];
        var expected = LearningCurves.Draw("a run", "mlp", points.Length, points);

        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "minus";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, LearningCurves.Draw("a run", "mlp", points.Length, points));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_best_accuracy_names_a_split_by_writers()
    {
        var svg = LearningCurves.Draw("a run", "mlp", 1, [new(1, 1, 0.9, 1, 0.95)], ValidationSplit.Writers);

        Assert.Contains(">best validation accuracy of other writers: 95.00 % in epoch 1<", svg, StringComparison.Ordinal);
    }
}
