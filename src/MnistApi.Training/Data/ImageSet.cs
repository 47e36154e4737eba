using MnistApi.Training.Configuration;

namespace MnistApi.Training.Data;

/// <summary>Labelled 28x28 grayscale images as MNIST stores them: 0 is paper, 255 is ink.</summary>
public sealed class ImageSet
{
    /// <summary>Width and height of an image, in pixels.</summary>
    public const int Side = NetworkConfig.InputSide;

    /// <summary>Number of pixels of an image.</summary>
    public const int PixelsPerImage = Side * Side;

    /// <summary>Number of classes: the digits 0 to 9.</summary>
    public const int ClassCount = NetworkConfig.OutputCount;

    /// <summary>Creates a set without copying images and labels.</summary>
    /// <param name="pixels">[N, 28, 28] row by row, 0 to 255.</param>
    /// <param name="labels">[N], 0 to 9.</param>
    /// <exception cref="ArgumentException">The two lengths do not match, or a label is above 9.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (pixels.Length != (long)labels.Length * PixelsPerImage)
            throw new ArgumentException($"{labels.Length} labels do not belong to {pixels.Length} pixels of 28x28 images.", nameof(pixels));
        var outOfRange = labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (outOfRange >= 0)
            throw new ArgumentException($"Label {labels.Span[outOfRange]} at index {outOfRange} is not from 0 to 9.", nameof(labels));
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>[N, 28, 28] row by row, 0 to 255.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>[N], 0 to 9.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Number of images, N.</summary>
    public int Count => Labels.Length;

    /// <summary>The 784 pixels of one image, row by row.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * PixelsPerImage, PixelsPerImage);

    /// <summary>The number of images that have this many pixels in total.</summary>
    /// <exception cref="ArgumentException">The number is not a multiple of 784.</exception>
    internal static int CountOf(int pixels) => pixels % PixelsPerImage == 0
        ? pixels / PixelsPerImage
        : throw new ArgumentException($"{pixels} pixels are not a multiple of {PixelsPerImage}.", nameof(pixels));

    /// <summary>The images from <paramref name="start"/> on. They share memory with this set.</summary>
    public ImageSet Slice(int start, int count) =>
        new(Pixels.Slice(start * PixelsPerImage, count * PixelsPerImage), Labels.Slice(start, count));

    /// <summary>Copies the images with these indices, in this order.</summary>
    public ImageSet Select(IReadOnlyList<int> indices)
    {
        var (pixels, labels) = (new byte[indices.Count * PixelsPerImage], new byte[indices.Count]);
        for (var i = 0; i < indices.Count; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * PixelsPerImage));
            labels[i] = Labels.Span[indices[i]];
        }

        return new ImageSet(pixels, labels);
    }
}
