using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Training.Loading;

/// <summary>
/// Images drawn by code that replace training images. The replaced places and the images depend only on (seed, epoch, step) and the place
/// in the batch. An instance holds its drawing surface, so threads must not share it.
/// </summary>
internal sealed class SyntheticReplacements(AugmentationConfig config, long seed)
{
    private const long Purpose = 0xD4A;

    private readonly DigitPainter _digits = new();
    private readonly NonDigitPainter _nonDigits = new();
    private readonly byte[] _image = new byte[ImageSet.PixelsPerImage];

    /// <summary>The last drawn image, [28, 28].</summary>
    public ReadOnlySpan<byte> Image => _image;

    /// <summary>Draws an image if the place gets a replacement.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 1 in each epoch.</param>
    /// <param name="place">The place in the batch, from 0.</param>
    /// <param name="label">0 to 9, or <see cref="Batch.NoDigit"/>.</param>
    /// <returns>Whether the place gets a replacement.</returns>
    public bool TryDraw(int epoch, int step, int place, out long label)
    {
        var random = new SeededRandom(seed, Purpose, epoch, step, place);
        var draw = random.NextSingle();
        label = draw < config.SyntheticShare ? random.NextInt32(ImageSet.ClassCount) : Batch.NoDigit;
        if (draw >= config.SyntheticShare + config.NonDigitShare) return false;

        if (label == Batch.NoDigit) _nonDigits.Paint(NonDigits.PickKind(ref random), ref random, _image);
        else _digits.PaintVaried((int)label, random, _image);
        return true;
    }
}
