using MnistApi.Imaging.Normalization;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Recognition;

/// <summary>What an upload shows, and what a model makes of it.</summary>
/// <param name="Probabilities">[10], of its digit.</param>
/// <param name="Others">Of its other shapes, in their order.</param>
internal sealed record Reading(DigitImage Image, float[] Probabilities, IReadOnlyList<Guess> Others)
{
    private const float SureFrom = 0.8f; // Chosen on the drawn collection's part for work: a broken stroke can make as sure a digit as the whole one.

    public Guess Best { get; } = Guess.Of(Probabilities);

    /// <summary>All that a model must be asked of uploads: [N, 28, 28].</summary>
    public static byte[] Questions(IEnumerable<DigitImage> uploads)
    {
        byte[][] images = [.. uploads.SelectMany(Ways).SelectMany(way => way.Others.Select(other => other.Pixels).Prepend(way.Pixels))];
        var all = new byte[images.Length * ImageSet.PixelsPerImage];
        for (var i = 0; i < images.Length; i++) images[i].CopyTo(all, i * ImageSet.PixelsPerImage);
        return all;
    }

    /// <summary>A reading of each upload. Where an upload can be seen in several ways it is the first that the model is sure of, else the one that it is surest of.</summary>
    /// <param name="answers">To the <see cref="Questions"/>.</param>
    public static Reading[] Of(IEnumerable<DigitImage> uploads, ReadOnlySpan<float[]> answers)
    {
        var readings = new List<Reading>();
        foreach (var upload in uploads)
        {
            Reading? best = null;
            foreach (var way in Ways(upload))
            {
                var next = new Reading(way, answers[0], [.. answers.Slice(1, way.Others.Count).ToArray().Select(Guess.Of)]);
                best = best is null || IsBetter(next, best) ? next : best;
                answers = answers[(1 + way.Others.Count)..];
            }

            readings.Add(best!);
        }

        return [.. readings];
    }

    private static bool IsBetter(Reading next, Reading best) => best.Best.Confidence < SureFrom && next.Best.Confidence > best.Best.Confidence;

    private static IEnumerable<DigitImage> Ways(DigitImage upload) => upload.Alternatives.Prepend(upload);
}
