using System.Security.Cryptography;

namespace MnistApi.Training.Data;

/// <summary>Training and test images under a name, with the checksum that every result records.</summary>
public sealed class Dataset
{
    /// <summary>Names the two sets and takes their checksum.</summary>
    /// <param name="name">The dataset's name, such as <c>mnist</c> or <c>synthetic</c>.</param>
    /// <param name="training">All training images; validation images are the first of them (<see cref="Split"/>).</param>
    /// <param name="test">The test images, looked at once, after training.</param>
    public Dataset(string name, ImageSet training, ImageSet test)
    {
        Name = name;
        Training = training;
        Test = test;
        Sha256 = Checksum(training, test);
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>All training images, those of the validation split included.</summary>
    public ImageSet Training { get; }

    /// <summary>The test images.</summary>
    public ImageSet Test { get; }

    /// <summary>
    /// SHA-256 in lower-case hexadecimal over the four uncompressed IDX files in the order training images, training labels,
    /// test images, test labels: what <c>zcat</c> of the four files piped into <c>sha256sum</c> prints.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Validation images are the first <paramref name="validationSize"/> training images (as the lecture's), training images the rest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing would be left to train on.</exception>
    public (ImageSet Training, ImageSet Validation) Split(int validationSize)
    {
        if (validationSize < 1 || validationSize >= Training.Count)
            throw new ArgumentOutOfRangeException(nameof(validationSize), validationSize, $"The dataset '{Name}' has {Training.Count} training images: validationSize must be between 1 and {Training.Count - 1}.");
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
