using System.Security.Cryptography;

namespace MnistApi.Training.Data;

/// <summary>Training and test images with a name and a checksum.</summary>
public sealed class Dataset
{
    /// <summary>Creates a dataset and computes its checksum.</summary>
    /// <param name="name">The dataset's name, such as <c>mnist</c> or <c>synthetic</c>.</param>
    /// <param name="training">All training images, including the validation images (<see cref="Split"/>).</param>
    /// <param name="test">The test images. They are evaluated once, after training.</param>
    public Dataset(string name, ImageSet training, ImageSet test)
    {
        Name = name;
        Training = training;
        Test = test;
        Sha256 = Checksum(training, test);
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>All training images, including the validation images.</summary>
    public ImageSet Training { get; }

    /// <summary>The test images.</summary>
    public ImageSet Test { get; }

    /// <summary>
    /// SHA-256 over the four uncompressed IDX files in the order training images, training labels, test images, test labels, in lower-case
    /// hexadecimal. <c>zcat</c> of the four files piped into <c>sha256sum</c> prints the same.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Splits the training images. As in the lecture, the first ones are for validation and the rest are for training.</summary>
    /// <param name="validationSize">Number of validation images.</param>
    /// <exception cref="ArgumentOutOfRangeException">There would be no validation images or no training images.</exception>
    public (ImageSet Training, ImageSet Validation) Split(int validationSize)
    {
        if (validationSize < 1 || validationSize >= Training.Count)
            throw new ArgumentOutOfRangeException(
                nameof(validationSize),
                validationSize,
                $"With {Training.Count} training images in '{Name}', validationSize must be between 1 and {Training.Count - 1}.");
        return (Training.Slice(validationSize, Training.Count - validationSize), Training.Slice(0, validationSize));
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
