using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Datasets;

/// <summary>The settings of the datasets.</summary>
internal sealed class DatasetOptions
{
    /// <value>The settings of the dataset <c>mnist</c>.</value>
    [ValidateObjectMembers]
    public MnistOptions Mnist { get; set; } = new();

    /// <value>The settings of the dataset <c>synthetic</c>.</value>
    [ValidateObjectMembers]
    public SyntheticOptions Synthetic { get; set; } = new();
}

/// <summary>The sources of MNIST.</summary>
internal sealed class MnistOptions : IValidatableObject
{
    /// <value>The directories to search for the four files, with or without .gz, in this order. Default: none.</value>
    public IList<string> Directories { get; set; } = [];

    /// <value>Whether the service downloads MNIST if no directory has it. Default: true.</value>
    public bool Download { get; set; } = true;

    /// <value>The addresses of the mirrors, in the order of the attempts. Default: none, which means the public mirrors.</value>
    public IList<Uri> Mirrors { get; set; } = [];

    /// <value>The minutes until the next attempt to find or download MNIST, 1 to 1440. Default: 5.</value>
    [Range(1, 1440)]
    public int RetryMinutes { get; set; } = 5;

    /// <summary>The mirrors to download from; empty if downloads are off.</summary>
    public IReadOnlyList<Uri> MirrorsToTry => !Download ? [] : Mirrors.Count > 0 ? [.. Mirrors] : MnistLocations.PublicMirrors;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var mirror in Mirrors.Where(mirror => !IsMirror(mirror)))
        {
            yield return new ValidationResult(
                $"A mirror must be an http or https address that ends with '/'. It is '{mirror}'.", [nameof(Mirrors)]);
        }

        if (Directories.Any(string.IsNullOrWhiteSpace))
            yield return new ValidationResult("A directory must not be empty.", [nameof(Directories)]);
    }

    private static bool IsMirror(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.AbsolutePath.EndsWith('/');
}

/// <summary>The size of the synthetic dataset. A different size is a different dataset.</summary>
internal sealed class SyntheticOptions
{
    /// <value>The number of training images, 100 to 1,000,000. Default: 60,000.</value>
    [Range(100, 1_000_000)]
    public int TrainingCount { get; set; } = 60_000;

    /// <value>The number of test images, 100 to 1,000,000. Default: 10,000.</value>
    [Range(100, 1_000_000)]
    public int TestCount { get; set; } = 10_000;
}
