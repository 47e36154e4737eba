using MnistApi.Imaging.Normalization;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Recognition;

/// <summary>A normalized upload with a model's predictions.</summary>
/// <param name="Image">The candidate that was chosen. An ambiguous upload has several, and each may be the digit.</param>
/// <param name="Probabilities">[10] probabilities of the image.</param>
/// <param name="Others">Predictions of the upload's other shapes, in their order.</param>
internal sealed record RecognizedImage(DigitImage Image, float[] Probabilities, IReadOnlyList<TopPrediction> Others)
{
    /// <summary>
    /// The confidence from which the first candidate is kept. Chosen on the validation part of the drawn uploads: a broken stroke can have
    /// as high a confidence as the whole digit.
    /// </summary>
    private const float SufficientConfidence = 0.8f;

    /// <summary>The most probable digit of the image.</summary>
    public TopPrediction Top { get; } = TopPrediction.Of(Probabilities);

    /// <summary>All images that a model must see to recognize the uploads: every candidate, each followed by its other shapes.</summary>
    /// <returns>[N, 28, 28] pixels, 0 (paper) to 255 (ink).</returns>
    public static byte[] PixelsOf(IEnumerable<DigitImage> uploads)
    {
        byte[][] images =
        [
            .. uploads.SelectMany(CandidatesOf)
                .SelectMany(candidate => candidate.Others.Select(other => other.Pixels).Prepend(candidate.Pixels)),
        ];
        var all = new byte[images.Length * ImageSet.PixelsPerImage];
        for (var i = 0; i < images.Length; i++) images[i].CopyTo(all, i * ImageSet.PixelsPerImage);
        return all;
    }

    /// <summary>
    /// Chooses a candidate of each upload: the first with sufficient confidence, or else the one with the highest confidence.
    /// </summary>
    /// <param name="uploads">The uploads that were given to <see cref="PixelsOf"/>.</param>
    /// <param name="probabilities">[N][10], one row for each image of <see cref="PixelsOf"/>.</param>
    public static RecognizedImage[] Of(IEnumerable<DigitImage> uploads, ReadOnlySpan<float[]> probabilities)
    {
        var recognized = new List<RecognizedImage>();
        foreach (var upload in uploads)
        {
            RecognizedImage? best = null;
            foreach (var candidate in CandidatesOf(upload))
            {
                var others = probabilities.Slice(1, candidate.Others.Count).ToArray().Select(TopPrediction.Of);
                var next = new RecognizedImage(candidate, probabilities[0], [.. others]);
                best = best is null || IsBetter(next, best) ? next : best;
                probabilities = probabilities[(1 + candidate.Others.Count)..];
            }

            recognized.Add(best!);
        }

        return [.. recognized];
    }

    private static bool IsBetter(RecognizedImage next, RecognizedImage best) =>
        best.Top.Confidence < SufficientConfidence && next.Top.Confidence > best.Top.Confidence;

    private static IEnumerable<DigitImage> CandidatesOf(DigitImage upload) => upload.Alternatives.Prepend(upload);
}
