using MnistApi.Training.Configuration;

namespace MnistApi.Training.Data;

/// <summary>Labelled 28x28 gray images, as MNIST stores them: 0 is paper, 255 is ink.</summary>
public sealed class ImageSet
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Side = NetworkConfig.InputSide;

    /// <summary>Pixels of an image.</summary>
    public const int PixelsPerImage = Side * Side;

    /// <summary>Number of classes: the digits 0 to 9.</summary>
    public const int ClassCount = NetworkConfig.OutputCount;

    /// <summary>Takes images and labels as they are, without a copy.</summary>
    /// <param name="pixels">[N, 28, 28] row by row, 0 to 255.</param>
    /// <param name="labels">[N], 0 to 9.</param>
    /// <exception cref="ArgumentException">The two lengths disagree, or a label is above 9.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (pixels.Length != (long)labels.Length * PixelsPerImage)
            throw new ArgumentException($"{labels.Length} labels need {(long)labels.Length * PixelsPerImage} pixels of 28x28 images, but there are {pixels.Length}.", nameof(pixels));
        var outOfRange = labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (outOfRange >= 0)
            throw new ArgumentException($"Label {labels.Span[outOfRange]} at index {outOfRange} is not a digit from 0 to 9.", nameof(labels));
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>[N, 28, 28] row by row, 0 to 255.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>[N], 0 to 9.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Number of images, N.</summary>
    public int Count => Labels.Length;

    /// <summary>The 784 pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * PixelsPerImage, PixelsPerImage);

    /// <summary>The images from <paramref name="start"/> on, sharing memory with this set.</summary>
    public ImageSet Slice(int start, int count) =>
        new(Pixels.Slice(start * PixelsPerImage, count * PixelsPerImage), Labels.Slice(start, count));
}
