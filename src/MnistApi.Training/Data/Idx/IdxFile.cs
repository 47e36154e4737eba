namespace MnistApi.Training.Data.Idx;

/// <summary>Reads and writes MNIST's IDX files, with or without gzip: one file with 28x28 images and one with their labels.</summary>
public static class IdxFile
{
    /// <summary>Reads images and their labels. The contents show whether a file is compressed; its name does not matter.</summary>
    /// <param name="imagesPath">The file with the images.</param>
    /// <param name="labelsPath">The file with the labels.</param>
    /// <exception cref="DatasetFormatException">A file is damaged or of another kind, or the two files do not match.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read a file.</exception>
    public static ImageSet Read(string imagesPath, string labelsPath)
    {
        var labels = IdxReader.Read(labelsPath, IdxHeader.LabelsMagic);
        var outOfRange = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ImageSet.ClassCount - 1));
        if (outOfRange >= 0)
            throw new DatasetFormatException(
                labelsPath,
                $"has label {labels[outOfRange]} at index {outOfRange}, but labels must be from 0 to {ImageSet.ClassCount - 1}. "
                + "Use a dataset with ten classes.");

        var pixels = IdxReader.Read(imagesPath, IdxHeader.ImagesMagic);
        var count = pixels.Length / ImageSet.PixelsPerImage;
        if (count != labels.Length)
            throw new DatasetFormatException(
                labelsPath,
                $"has {labels.Length} labels, but {imagesPath} has {count} images. Use the two training files or the two test files.");
        return new ImageSet(pixels, labels);
    }

    /// <summary>Writes images and their labels. Existing files are replaced. A file whose name ends in <c>.gz</c> is compressed.</summary>
    /// <param name="set">The images and labels.</param>
    /// <param name="imagesPath">The file with the images.</param>
    /// <param name="labelsPath">The file with the labels.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write a file.</exception>
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
