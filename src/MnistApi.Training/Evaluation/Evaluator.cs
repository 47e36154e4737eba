using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>Evaluates a network on labelled images.</summary>
public static class Evaluator
{
    private const int Classes = ImageSet.ClassCount;

    /// <summary>Evaluates every image once.</summary>
    /// <param name="network">No thread may train it at the same time.</param>
    /// <param name="images">At least one image.</param>
    /// <param name="loss">
    /// The loss to report. The mean is of the network's own probabilities, so that it can be compared with the training loss. An error's
    /// loss is of its calibrated probabilities.
    /// </param>
    /// <param name="calibration">The calibration of the probabilities; null for <see cref="Calibration.None"/>.</param>
    /// <param name="cancellationToken">Checked every 1,000 images at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no images.</exception>
    public static EvaluationResult Evaluate(
        IClassifier network,
        ImageSet images,
        LossKind loss = LossKind.CrossEntropy,
        Calibration? calibration = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        var logits = network.Logits(images.Pixels, cancellationToken);
        var confusion = Enumerable.Range(0, Classes).Select(_ => new int[Classes]).ToArray();
        var temperature = (calibration ?? Calibration.None).Temperature;
        var (calibrated, uncalibrated) = (new CalibrationError(), new CalibrationError());
        var errors = new List<PredictionError>();
        var lossSum = 0.0;
        var (own, probabilities) = (new float[Classes], new float[Classes]);
        for (var i = 0; i < images.Count; i++)
        {
            var sample = logits.AsSpan(i * Classes, Classes);
            int label = images.Labels.Span[i], predicted = Softmax.ArgMax(sample);
            Softmax.Probabilities(sample, own);
            Softmax.Probabilities(sample, probabilities, temperature);
            lossSum += LossFunction.OfSample(loss, sample, own, label);
            confusion[label][predicted]++;
            uncalibrated.Add(own[predicted], predicted == label);
            calibrated.Add(probabilities[predicted], predicted == label);
            if (predicted == label) continue;

            var errorLoss = LossFunction.OfSample(loss, sample, probabilities, label, temperature);
            errors.Add(new PredictionError(i, label, predicted, errorLoss, [.. probabilities]));
        }

        var correct = images.Count - errors.Count;
        ClassResult[] classes = [.. Enumerable.Range(0, Classes).Select(digit => OfClass(confusion, digit))];
        return new EvaluationResult(
            images.Count, correct, WilsonInterval.Of(correct, images.Count), lossSum / images.Count, confusion, classes,
            calibrated.Value, uncalibrated.Value, errors);
    }

    private static ClassResult OfClass(int[][] confusion, int digit)
    {
        int hits = confusion[digit][digit], support = confusion[digit].Sum(), predicted = confusion.Sum(row => row[digit]);
        return new ClassResult(digit, support, Share(hits, predicted), Share(hits, support), Share(2 * hits, predicted + support));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
