using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Statistics;

/// <summary>
/// The validation accuracies of two models. Which images each has right was not kept, so the shares are compared as if of different images; since
/// they are of the same ones, what is called more than chance here is so all the more.
/// </summary>
/// <param name="Candidate">The model that the alias was to point at.</param>
/// <param name="Current">The model that it pointed at; null where it is new.</param>
/// <param name="Difference">The candidate's accuracy less the current one's; null where the alias is new.</param>
/// <param name="DifferenceInterval">95 % interval of the difference (Newcombe's from two Wilson intervals, 1998); null where the alias is new.</param>
/// <param name="PValue">Probability of a difference at least as large, either way, between models that are equally good (two-proportion z-test); null where the alias is new.</param>
public sealed record AccuracyComparison(MeasuredAccuracy Candidate, MeasuredAccuracy? Current, double? Difference, Interval? DifferenceInterval, double? PValue)
{
    internal static AccuracyComparison Of(MeasuredAccuracy candidate, MeasuredAccuracy? current)
    {
        if (current is null) return new AccuracyComparison(candidate, null, null, null, null);

        var difference = candidate.Accuracy - current.Accuracy;
        return new AccuracyComparison(candidate, current, difference, IntervalOf(difference, candidate, current), PValueOf(candidate, current));
    }

    /// <summary>Newcombe, "Interval estimation for the difference between independent proportions", 1998, method 10.</summary>
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

/// <summary>A share of images that a model has right.</summary>
/// <param name="SampleCount">Images.</param>
/// <param name="CorrectCount">Images whose prediction is their label.</param>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
public sealed record MeasuredAccuracy(int SampleCount, int CorrectCount, double Accuracy, Interval AccuracyInterval)
{
    internal static MeasuredAccuracy Of(double accuracy, int sampleCount)
    {
        var correct = (int)Math.Round(accuracy * sampleCount);
        return new MeasuredAccuracy(sampleCount, correct, accuracy, WilsonInterval.Of(correct, sampleCount));
    }
}
