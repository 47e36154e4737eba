using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Statistics;

/// <summary>
/// A comparison of the validation accuracies of two models. The predictions for each image are not stored, so the statistics treat the two
/// sets of images as independent. The models predict the same images, so the statistics are conservative: a difference that they call
/// significant is significant.
/// </summary>
/// <param name="Candidate">The accuracy of the candidate.</param>
/// <param name="Current">The accuracy of the current model; null if the alias is new.</param>
/// <param name="Difference">The accuracy of the candidate minus that of the current model, -1 to 1; null if the alias is new.</param>
/// <param name="DifferenceInterval">
/// The 95 % interval of the difference (Newcombe, "Interval estimation for the difference between independent proportions", 1998, method
/// 10); null if the alias is new.
/// </param>
/// <param name="PValue">
/// The probability of a difference at least as large, in either direction, between equally good models, 0 to 1 (two-proportion z-test);
/// null if the alias is new.
/// </param>
public sealed record AccuracyComparison(
    MeasuredAccuracy Candidate,
    MeasuredAccuracy? Current,
    double? Difference,
    Interval? DifferenceInterval,
    double? PValue)
{
    internal static AccuracyComparison Of(MeasuredAccuracy candidate, MeasuredAccuracy? current)
    {
        if (current is null) return new AccuracyComparison(candidate, null, null, null, null);

        var difference = candidate.Accuracy - current.Accuracy;
        var interval = IntervalOf(difference, candidate, current);
        return new AccuracyComparison(candidate, current, difference, interval, PValueOf(candidate, current));
    }

    /// <summary>Method 10 of Newcombe, "Interval estimation for the difference between independent proportions", 1998.</summary>
    private static Interval IntervalOf(double difference, MeasuredAccuracy a, MeasuredAccuracy b) => new(
        difference - Math.Sqrt(Square(a.Accuracy - a.AccuracyInterval.Low) + Square(b.AccuracyInterval.High - b.Accuracy)),
        difference + Math.Sqrt(Square(a.AccuracyInterval.High - a.Accuracy) + Square(b.Accuracy - b.AccuracyInterval.Low)));

    private static double PValueOf(MeasuredAccuracy a, MeasuredAccuracy b)
    {
        var pooled = (double)(a.CorrectCount + b.CorrectCount) / (a.SampleCount + b.SampleCount);
        var variance = pooled * (1 - pooled) * (1.0 / a.SampleCount + 1.0 / b.SampleCount);
        return variance == 0 ? 1 : McNemarTest.TailOfChiSquare(Square(a.Accuracy - b.Accuracy) / variance);
    }

    private static double Square(double x) => x * x;
}

/// <summary>The accuracy of a model on a set of images.</summary>
/// <param name="SampleCount">The number of images.</param>
/// <param name="CorrectCount">The number of images whose prediction equals their label.</param>
/// <param name="Accuracy">The share of images whose prediction equals their label, 0 to 1.</param>
/// <param name="AccuracyInterval">The 95 % Wilson interval of the accuracy.</param>
public sealed record MeasuredAccuracy(int SampleCount, int CorrectCount, double Accuracy, Interval AccuracyInterval)
{
    internal static MeasuredAccuracy Of(double accuracy, int sampleCount)
    {
        var correct = (int)Math.Round(accuracy * sampleCount);
        return new MeasuredAccuracy(sampleCount, correct, accuracy, WilsonInterval.Of(correct, sampleCount));
    }
}
