namespace MnistApi.Training.Data.Idx;

/// <summary>Reads and writes the IDX files of MNIST, raw or gzipped: one of 28x28 images and one of their labels.</summary>
public static class IdxFile
{
    /// <summary>Reads images and their labels. Compression is recognized by content, whatever the files are called.</summary>
    /// <exception cref="DatasetFormatException">A file is damaged or of another kind, or the two do not belong together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static ImageSet Read(string imagesPath, string labelsPath)
    {
        var labels = IdxReader.Read(labelsPath, IdxHeader.LabelsMagic);
        var outOfRange = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ImageSet.ClassCount - 1));
        if (outOfRange >= 0)
            throw new DatasetFormatException(labelsPath, $"has label {labels[outOfRange]} at index {outOfRange}, but labels are from 0 to {ImageSet.ClassCount - 1}. Use a dataset of ten classes.");

        var pixels = IdxReader.Read(imagesPath, IdxHeader.ImagesMagic);
        var count = pixels.Length / ImageSet.PixelsPerImage;
        if (count != labels.Length)
            throw new DatasetFormatException(labelsPath, $"has {labels.Length} labels, but {imagesPath} has {count} images. Take both files from the same dataset and the same part, training or test.");
        return new ImageSet(pixels, labels);
    }

    /// <summary>Writes images and their labels, replacing files that exist. A file whose name ends in <c>.gz</c> is compressed.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static void Write(ImageSet set, string imagesPath, string labelsPath)
    {
        Write(imagesPath, IdxHeader.OfImages(set.Count), set.Pixels.Span);
        Write(labelsPath, IdxHeader.OfLabels(set.Count), set.Labels.Span);
    }

    private static void Write(string path, IdxHeader header, ReadOnlySpan<byte> data)
    {
        using var stream = PossiblyGzipped.Create(path);
        stream.Write(header.ToBytes());
        stream.Write(data);
    }
}
