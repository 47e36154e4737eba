using MnistApi.Imaging;
using MnistApi.Training.Data;

namespace MnistApi.Predictions;

/// <summary>What an upload shows, and what a model makes of it.</summary>
/// <param name="Probabilities">[10], of its digit.</param>
/// <param name="Others">Of its other shapes, in their order.</param>
internal sealed record Reading(DigitImage Image, float[] Probabilities, IReadOnlyList<Guess> Others)
{
    public Guess Best { get; } = Guess.Of(Probabilities);

    /// <summary>All that a model must be asked of uploads: [N, 28, 28].</summary>
    public static byte[] Questions(IEnumerable<DigitImage> uploads)
    {
        byte[][] images = [.. uploads.SelectMany(Ways).SelectMany(way => way.Others.Select(other => other.Pixels).Prepend(way.Pixels))];
        var all = new byte[images.Length * ImageSet.PixelsPerImage];
        for (var i = 0; i < images.Length; i++) images[i].CopyTo(all, i * ImageSet.PixelsPerImage);
        return all;
    }

    /// <summary>A reading of each upload. Where an upload can be read in two ways it is the one that the model is surer of.</summary>
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
                best = best is null || next.Best.Confidence > best.Best.Confidence ? next : best;
                answers = answers[(1 + way.Others.Count)..];
            }

            readings.Add(best!);
        }

        return [.. readings];
    }

    private static IEnumerable<DigitImage> Ways(DigitImage upload)
    {
        yield return upload;
        for (var other = upload.OtherReading; other is not null; other = other.OtherReading)
            if (other.Ink is not null) yield return other;
    }
}
