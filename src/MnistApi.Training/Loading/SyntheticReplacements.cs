using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Training.Loading;

/// <summary>
/// Images drawn by code that take the places of training images. Which places, and what is drawn there, depends on (seed, epoch, step) and the
/// place in the batch alone. Holds what it draws on, so it is not for sharing between threads.
/// </summary>
internal sealed class SyntheticReplacements(AugmentationConfig config, long seed)
{
    private const long Purpose = 0xD4A;

    private readonly DigitPainter _digits = new();
    private readonly NonDigitPainter _nonDigits = new();
    private readonly byte[] _image = new byte[ImageSet.PixelsPerImage];

    /// <summary>[28, 28], the image that was drawn last.</summary>
    public ReadOnlySpan<byte> Image => _image;

    /// <summary>Draws an image where one is due.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 1 in each epoch.</param>
    /// <param name="place">In the batch, from 0.</param>
    /// <param name="label">0 to 9, or <see cref="Batch.NoDigit"/>.</param>
    /// <returns>Whether one was due.</returns>
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
