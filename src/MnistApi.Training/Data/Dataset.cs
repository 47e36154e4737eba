using System.Security.Cryptography;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data.Writers;

namespace MnistApi.Training.Data;

/// <summary>Training and test images with a name and a checksum.</summary>
public sealed class Dataset
{
    /// <summary>Chooses the writers of validation images. It is the same for every run, so that runs can be compared.</summary>
    private const long WriterSeed = 1;

    /// <summary>Creates a dataset and computes its checksum.</summary>
    /// <param name="name">The dataset's name, such as <c>mnist</c> or <c>synthetic</c>.</param>
    /// <param name="training">All training images, including the validation images (<see cref="Split"/>).</param>
    /// <param name="test">The test images. They are evaluated once, after training.</param>
    /// <param name="writers">The writers of all images. Null looks them up, which finds those of MNIST.</param>
    /// <exception cref="ArgumentException">The number of writers is not the number of images.</exception>
    public Dataset(string name, ImageSet training, ImageSet test, ImageWriters? writers = null)
    {
        Name = name;
        Training = training;
        Test = test;
        Sha256 = Checksum(training, test);
        Writers = writers ?? MnistWriters.Find(Sha256);
        if (Writers is not null && (Writers.Training.Length, Writers.Test.Length) != (training.Count, test.Count))
            throw new ArgumentException($"'{name}' needs a writer for each training image and each test image.", nameof(writers));
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>All training images, including the validation images.</summary>
    public ImageSet Training { get; }

    /// <summary>The test images.</summary>
    public ImageSet Test { get; }

    /// <summary>The writers of the images; null if they are not known.</summary>
    public ImageWriters? Writers { get; }

    /// <summary>
    /// SHA-256 over the four uncompressed IDX files in the order training images, training labels, test images, test labels, in lower-case
    /// hexadecimal. <c>zcat</c> of the four files piped into <c>sha256sum</c> prints the same.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Splits the training images into images for training and images for validation.</summary>
    /// <param name="validationSize">Number of validation images.</param>
    /// <param name="split">How the validation images are chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">There would be no validation images or no training images.</exception>
    /// <exception cref="ArgumentException">The split needs writers, and those of the dataset are not known.</exception>
    public (ImageSet Training, ImageSet Validation) Split(int validationSize, ValidationSplit split = ValidationSplit.First)
    {
        if (validationSize < 1 || validationSize >= Training.Count)
            throw new ArgumentOutOfRangeException(
                nameof(validationSize),
                validationSize,
                $"With {Training.Count} training images in '{Name}', validationSize must be between 1 and {Training.Count - 1}.");
        return split == ValidationSplit.First
            ? (Training.Slice(validationSize, Training.Count - validationSize), Training.Slice(0, validationSize))
            : SplitByWriters(validationSize);
    }

    /// <summary>
    /// Takes all images of one writer after another, in random order, until there are enough. Images of the last writer that are too many
    /// belong to neither part.
    /// </summary>
    private (ImageSet Training, ImageSet Validation) SplitByWriters(int validationSize)
    {
        if (Writers is null) throw new ArgumentException($"The writers of '{Name}' are not known. Use the split 'first'.");
        var byWriter = Writers.Training.ToArray().Index().GroupBy(image => image.Item, image => image.Index).OrderBy(writer => writer.Key);
        int[][] writers = [.. byWriter.Select(images => images.ToArray())];
        new SeededRandom(WriterSeed).Shuffle(writers.AsSpan());
        var needed = 0;
        for (var count = 0; count < validationSize; needed++) count += writers[needed].Length;
        if (needed == writers.Length)
            throw new ArgumentOutOfRangeException(
                nameof(validationSize), validationSize, $"The training images of '{Name}' have too few writers for validationSize.");

        var validation = writers[..needed].SelectMany(images => images).Take(validationSize);
        var training = writers[needed..].SelectMany(images => images);
        return (Training.Select([.. training.Order()]), Training.Select([.. validation.Order()]));
    }

    private static string Checksum(ImageSet training, ImageSet test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var set in new[] { training, test })
        {
            hash.AppendData(IdxHeader.OfImages(set.Count).ToBytes());
            hash.AppendData(set.Pixels.Span);
            hash.AppendData(IdxHeader.OfLabels(set.Count).ToBytes());
            hash.AppendData(set.Labels.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
