using System.Runtime.InteropServices;

namespace MnistApi.Training.Kernels;

/// <summary>
/// The pixels of a batch that are not zero, by image and by pixel. Four fifths of MNIST's pixels are zero, so the two matrix products of
/// the first layer, which are most of an MLP's arithmetic, need a fifth of the multiplications.
/// </summary>
internal sealed class SparseImages : IDisposable
{
    private SparseImages(SparseRows byImage, SparseRows byPixel) => (ByImage, ByPixel) = (byImage, byPixel);

    /// <summary>One row for each image, with the pixels and their values.</summary>
    public SparseRows ByImage { get; }

    /// <summary>One row for each pixel, with the images and their values.</summary>
    public SparseRows ByPixel { get; }

    /// <summary>Finds the pixels that are not zero.</summary>
    /// <param name="images">[N, <paramref name="pixelsPerImage"/>].</param>
    /// <param name="pixelsPerImage">784 for the images of this library.</param>
    public static SparseImages Of(ReadOnlySpan<float> images, int pixelsPerImage)
    {
        var byImage = FindNonZero(images, pixelsPerImage);
        return new SparseImages(byImage, Transpose(byImage, pixelsPerImage));
    }

    public void Dispose()
    {
        ByImage.Dispose();
        ByPixel.Dispose();
    }

    private static SparseRows FindNonZero(ReadOnlySpan<float> images, int pixelsPerImage)
    {
        var rows = new SparseRows(images.Length / pixelsPerImage, images.Length);
        var (starts, columns, values) = (rows.Starts, rows.Columns, rows.Values);
        var count = 0;
        for (var image = 0; image < rows.Count; image++)
        {
            starts[image] = count;
            var pixels = images.Slice(image * pixelsPerImage, pixelsPerImage);
            for (var pixel = 0; pixel < pixels.Length; pixel++)
            {
                // Zeros come in long runs, which the search skips in vectors.
                var zeros = MemoryMarshal.Cast<float, int>(pixels[pixel..]).IndexOfAnyExcept(0);
                if (zeros < 0) break;
                for (pixel += zeros; pixel < pixels.Length && pixels[pixel] != 0; pixel++)
                {
                    columns[count] = pixel;
                    values[count++] = pixels[pixel];
                }
            }
        }

        starts[rows.Count] = count;
        return rows;
    }

    private static SparseRows Transpose(SparseRows rows, int columnCount)
    {
        var count = rows.Starts[rows.Count];
        var transposed = new SparseRows(columnCount, count);
        var (starts, columns, values) = (transposed.Starts, transposed.Columns, transposed.Values);
        Array.Clear(starts);
        foreach (var column in rows.Columns.AsSpan(0, count)) starts[column + 1]++;
        for (var i = 1; i <= transposed.Count; i++) starts[i] += starts[i - 1];

        Span<int> next = stackalloc int[columnCount];
        starts.AsSpan(0, transposed.Count).CopyTo(next);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++)
            {
                var place = next[rows.Columns[i]]++;
                columns[place] = row;
                values[place] = rows.Values[i];
            }
        }

        return transposed;
    }
}
