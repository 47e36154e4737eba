using System.Globalization;
using System.Xml.Linq;
using MnistApi.TrainingRuns.Curves;

namespace MnistApi.Tests.TrainingRuns.Curves;

public sealed class LearningCurvesTests
{
    // The axes of the panels have 480 x 360 pixels: loss from x = 90, accuracy from x = 690, both from y = 132 down to 492.
    private const double LossLeft = 90, AccuracyLeft = 690, Top = 132, Width = 480, Height = 360;

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_point_of_every_line_is_at_the_place_of_its_value()
    {
        var points = Enumerable.Range(1, 6)
            .Select(epoch => new CurvePoint(epoch, 4.0 / epoch, 0.8 + 0.03 * epoch, 4.5 / epoch, 0.9 - 0.01 * epoch))
            .ToArray();

        var svg = Draw(points);

        // The axis of a loss from 0.67 to 4.5 runs from 0 to 5, that of an accuracy from 83 to 98 % from 80 to 100 %.
        AssertLine(
            Line(svg, 0),
            points.Select(point => (LossLeft + Width * (point.Epoch - 1) / 5, Top + Height * (1 - point.TrainLoss!.Value / 5))));
        AssertLine(
            Line(svg, 1),
            points.Select(point => (LossLeft + Width * (point.Epoch - 1) / 5, Top + Height * (1 - point.ValidationLoss!.Value / 5))));
        AssertLine(
            Line(svg, 2),
            points.Select(point =>
                (AccuracyLeft + Width * (point.Epoch - 1) / 5, Top + Height * (1 - (point.TrainAccuracy!.Value - 0.8) / 0.2))));
        AssertLine(
            Line(svg, 3),
            points.Select(point =>
                (AccuracyLeft + Width * (point.Epoch - 1) / 5, Top + Height * (1 - (point.ValidationAccuracy!.Value - 0.8) / 0.2))));
        Assert.Equal(4, svg.Descendants(Namespace + "polyline").Count());
        Assert.Equal(["training", "validation", "training", "validation"], Groups(svg).Select(group => group.Attribute("class")!.Value));
    }

    [Fact]
    public void Losses_of_many_magnitudes_get_a_logarithmic_axis()
    {
        var svg = Draw([new(1, 100, 0.5, 100, 0.5), new(2, 1, 0.6, 10, 0.6), new(3, 0.01, 0.7, 1, 0.7)]);

        AssertLine(Line(svg, 0), [(LossLeft, Top), (LossLeft + 240, Top + 180), (LossLeft + 480, Top + 360)]);
        AssertLine(Line(svg, 1), [(LossLeft, Top), (LossLeft + 240, Top + 90), (LossLeft + 480, Top + 180)]);
        Assert.Contains("Loss (logarithmic)", Texts(svg));
    }

    [Fact]
    public void A_missing_value_breaks_its_line_and_a_single_value_between_gaps_is_a_dot()
    {
        // With more than 40 epochs, only single values get dots.
        var points = Enumerable.Range(1, 50)
            .Select(epoch => new CurvePoint(epoch, epoch is 10 or 12 or 30 ? null : 1, 0.5, 1, 0.5))
            .ToArray();

        var svg = Draw(points);

        var lines = Groups(svg)[0].Elements(Namespace + "polyline").Select(line => Points(line).Count);
        Assert.Equal([9, 17, 20], lines);
        var dot = Assert.Single(Groups(svg)[0].Elements(Namespace + "circle"));
        Assert.Equal(LossLeft + Width * 10 / 49, Number(dot, "cx"), tolerance: 0.01);
        Assert.Contains("loss is not a finite number in 3 of 50 epochs, first in epoch 10", Texts(svg));
        Assert.Single(Groups(svg)[1].Elements(Namespace + "polyline"));
    }

    [Fact]
    public void The_picture_says_since_when_a_run_diverges()
    {
        var points = Enumerable.Range(1, 8)
            .Select(epoch => new CurvePoint(epoch, epoch < 5 ? 1 : null, 0.5, epoch < 6 ? 2 : null, 0.5))
            .ToArray();

        var svg = Draw(points);

        Assert.Contains("loss is not a finite number from epoch 5", Texts(svg));
        Assert.Equal((4, 5), (Points(Line(svg, 0)).Count, Points(Line(svg, 1)).Count));
    }

    [Fact]
    public void The_picture_of_a_run_without_a_finite_loss_says_so_and_shows_its_accuracy()
    {
        var svg = Draw([new(1, null, 0.0991, null, 0.0958), new(2, null, 0.0991, null, 0.0958)]);

        Assert.Contains("no finite number in any epoch", Texts(svg));
        Assert.Contains("loss is not a finite number from epoch 1", Texts(svg));
        Assert.Equal([0, 0, 1, 1], Groups(svg).Select(group => group.Elements(Namespace + "polyline").Count()));
    }

    [Fact]
    public void The_best_epoch_is_the_first_of_the_best_validation_accuracies()
    {
        var svg = Draw([new(1, 1, 0.9, 1, 0.9), new(2, 1, 0.99, 1, 0.95), new(3, 1, 0.999, 1, 0.95), new(4, 1, 0.9, 1, null)]);

        var marks = svg.Descendants(Namespace + "line")
            .Where(line => line.Attribute("class")?.Value == "best")
            .Select(line => Number(line, "x1"));
        Assert.Equal([LossLeft + 160, AccuracyLeft + 160], marks);
        Assert.Contains("best validation accuracy: 95.00 % in epoch 2", Texts(svg));
    }

    [Fact]
    public void Before_the_first_epoch_the_picture_says_so()
    {
        var svg = Draw([]);

        Assert.Equal(2, Texts(svg).Count(text => text == "no epoch finished yet"));
        Assert.Contains("recipe cnn-fast, 0 epochs", Texts(svg));
        Assert.Empty(svg.Descendants(Namespace + "polyline"));
    }

    [Fact]
    public void One_epoch_is_a_dot_in_the_middle()
    {
        var svg = Draw([new(1, 0.5, 0.9, 0.4, 0.91)]);

        Assert.Empty(svg.Descendants(Namespace + "polyline"));
        Assert.All(Groups(svg), group => Assert.Equal(240, (Number(Assert.Single(group.Elements()), "cx") - 90) % 600));
        Assert.Contains("recipe cnn-fast, 1 epoch", Texts(svg));
    }

    [Fact]
    public void The_picture_of_a_run_that_ended_early_shows_how_many_epochs_it_trained() =>
        Assert.Contains("recipe cnn-fast, 1 of 9 epochs", Texts(Draw([new(1, 1, 0.5, 1, 0.5)], planned: 9)));

    [Fact]
    public void A_thousand_epochs_stay_within_the_panels_and_get_no_dots()
    {
        var random = new Random(6);
        var svg = Draw([
            .. Enumerable.Range(1, 1000)
                .Select(epoch => new CurvePoint(epoch, random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble())),
        ]);

        Assert.All(Groups(svg), group => Assert.Equal(1000, Points(Assert.Single(group.Elements())).Count));
        Assert.All(Groups(svg).Elements().SelectMany(Points), point => Assert.InRange(point.Y, Top, Top + Height));
    }

    private static XElement Draw(CurvePoint[] points, int? planned = null) =>
        XElement.Parse(LearningCurves.Draw("a run", "cnn-fast", planned ?? points.Length, points));

    private static XElement[] Groups(XElement svg) => [.. svg.Elements(Namespace + "g")];

    private static XElement Line(XElement svg, int group) => Assert.Single(Groups(svg)[group].Elements(Namespace + "polyline"));

    private static List<string> Texts(XElement svg) => [.. svg.Descendants(Namespace + "text").Select(text => text.Value)];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static List<(double X, double Y)> Points(XElement polyline) =>
        [
            .. polyline
                .Attribute("points")!
                .Value.Split(' ')
                .Select(point => point.Split(','))
                .Select(pair => (double.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture))),
        ];

    private static void AssertLine(XElement polyline, IEnumerable<(double X, double Y)> expected)
    {
        var points = Points(polyline);
        Assert.Equal(expected.Count(), points.Count);
        Assert.All(points.Zip(expected), pair =>
        {
            Assert.Equal(pair.Second.X, pair.First.X, tolerance: 0.006);
            Assert.Equal(pair.Second.Y, pair.First.Y, tolerance: 0.006);
        });
    }
}
