using System.Globalization;
using System.Xml.Linq;
using MnistApi.Training.Configuration;

namespace MnistApi.TrainingRuns.Curves;

/// <summary>
/// Draws the loss and the accuracy over the epochs of a run, for training and validation. The image needs no script, font or style sheet.
/// </summary>
internal static class LearningCurves
{
    private const double Width = 1200, Height = 600, LossLeft = 90, AccuracyLeft = 690, NoteY = 572;
    private const int TitleLetters = 72;
    private const string Training = "#2563eb", Validation = "#ea580c", Best = "#6b7280";
    private const string Ink = "#111827", Muted = "#4b5563", Warning = "#b91c1c";

    /// <summary>Draws the curves.</summary>
    /// <param name="name">The name of the run. If it is null or empty, the title shows the recipe.</param>
    /// <param name="recipe">The name of the recipe.</param>
    /// <param name="planned">The number of epochs of the whole run.</param>
    /// <param name="points">The finished epochs, in ascending order; empty before the first one.</param>
    /// <param name="split">How the validation images were chosen. The note on the best accuracy names it.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(
        string? name,
        string recipe,
        int planned,
        IReadOnlyList<CurvePoint> points,
        ValidationSplit split = ValidationSplit.First)
    {
        var epochs = points.Count == 0 ? null : Axis.OfEpochs(points[0].Epoch, points[^1].Epoch);
        var losses = Values(points, point => point.TrainLoss, point => point.ValidationLoss);
        var accuracies = Values(points, point => point.TrainAccuracy, point => point.ValidationAccuracy);
        var loss = new CurvePanel(LossLeft, epochs, losses.Count == 0 ? null : Axis.OfLoss(losses));
        var accuracy = new CurvePanel(AccuracyLeft, epochs, accuracies.Count == 0 ? null : Axis.OfAccuracy(accuracies));

        var title = string.IsNullOrWhiteSpace(name) ? recipe : name;
        return Svg.Element("svg",
            Svg.At("width", Width),
            Svg.At("height", Height),
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("role", "img"),
            Svg.Element("title", Svg.Clean($"Learning curves of {title}")),
            Svg.Rectangle(0, 0, Width, Height, "#ffffff"),
            Header(title, recipe, points.Count, planned),
            Legend(),
            loss.Background("Loss"),
            accuracy.Background("Accuracy"),
            BestEpoch(points, split, loss, accuracy),
            loss.Series("training", Training, [.. points.Select(point => (point.Epoch, point.TrainLoss))]),
            loss.Series("validation", Validation, [.. points.Select(point => (point.Epoch, point.ValidationLoss))]),
            accuracy.Series("training", Training, [.. points.Select(point => (point.Epoch, point.TrainAccuracy))]),
            accuracy.Series("validation", Validation, [.. points.Select(point => (point.Epoch, point.ValidationAccuracy))]),
            NonFiniteNote(points)).ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XElement> Header(string title, string recipe, int epochs, int planned)
    {
        var done = epochs == planned ? "" : string.Create(CultureInfo.InvariantCulture, $"{epochs} of ");
        var count = string.Create(CultureInfo.InvariantCulture, $"{done}{planned} {(planned == 1 ? "epoch" : "epochs")}");
        yield return Svg.Text(LossLeft, 46, Svg.Fit(title, TitleLetters), Ink, 26, new XAttribute("font-weight", "600"));
        yield return Svg.Text(LossLeft, 76, $"recipe {Svg.Fit(recipe, TitleLetters)}, {count}", Muted, 16);
    }

    private static IEnumerable<XElement> Legend()
    {
        const double y = 71;
        yield return Svg.Line(840, y, 868, y, Training, 3);
        yield return Svg.Text(876, y + 5, "training", Ink, 15);
        yield return Svg.Line(952, y, 980, y, Validation, 3);
        yield return Svg.Text(988, y + 5, "validation", Ink, 15);
        yield return Svg.Line(1076, y, 1088, y, Best, 1.5, new XAttribute("stroke-dasharray", "5 2"));
        yield return Svg.Text(1096, y + 5, "best epoch", Ink, 15);
    }

    /// <summary>Marks the epoch whose checkpoint becomes the model: the first one with the best validation accuracy.</summary>
    private static IEnumerable<XElement?> BestEpoch(
        IReadOnlyList<CurvePoint> points, ValidationSplit split, CurvePanel loss, CurvePanel accuracy)
    {
        var best = points.Where(point => point.ValidationAccuracy is not null).MaxBy(point => point.ValidationAccuracy);
        if (best is not { ValidationAccuracy: { } share }) yield break;

        yield return loss.Mark(best.Epoch, Best);
        yield return accuracy.Mark(best.Epoch, Best);
        yield return Svg.Circle(
            accuracy.X(best.Epoch), accuracy.Y(share), 7, "#ffffff", new XAttribute("stroke", Validation), Svg.At("stroke-width", 2.5));
        var images = split == ValidationSplit.Writers ? " of other writers" : "";
        var note = string.Create(
            CultureInfo.InvariantCulture, $"best validation accuracy{images}: {100 * share:0.00} % in epoch {best.Epoch}");
        yield return Svg.Text(AccuracyLeft, NoteY, note, Ink, 15);
    }

    private static XElement? NonFiniteNote(IReadOnlyList<CurvePoint> points)
    {
        var missing = points.Where(point => point.TrainLoss is null || point.ValidationLoss is null).ToList();
        if (missing.Count == 0) return null;

        var first = missing[0].Epoch;
        var isMissingToTheEnd = points.SkipWhile(point => point != missing[0]).Count() == missing.Count;
        var epochs = isMissingToTheEnd
            ? string.Create(CultureInfo.InvariantCulture, $"from epoch {first}")
            : string.Create(CultureInfo.InvariantCulture, $"in {missing.Count} of {points.Count} epochs, first in epoch {first}");
        var note = $"loss is not a finite number {epochs}";
        return Svg.Text(LossLeft, NoteY, note, Warning, 15);
    }

    private static List<double> Values(IReadOnlyList<CurvePoint> points, params Func<CurvePoint, double?>[] series) =>
        [.. series.SelectMany(points.Select).OfType<double>()];
}
