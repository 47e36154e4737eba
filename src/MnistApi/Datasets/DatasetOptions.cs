using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Datasets;

/// <summary>Where datasets come from.</summary>
internal sealed class DatasetOptions
{
    /// <value>The dataset <c>mnist</c>.</value>
    [ValidateObjectMembers]
    public MnistOptions Mnist { get; set; } = new();

    /// <value>The dataset <c>synthetic</c>.</value>
    [ValidateObjectMembers]
    public SyntheticOptions Synthetic { get; set; } = new();
}

/// <summary>How MNIST is found.</summary>
internal sealed class MnistOptions : IValidatableObject
{
    /// <value>Directories that may have the four files, raw or with .gz, in the order to look. Default: none.</value>
    public IList<string> Directories { get; set; } = [];

    /// <value>Whether MNIST is downloaded where no directory has it. Default: true.</value>
    public bool Download { get; set; } = true;

    /// <value>Addresses that have the files, in the order to try. Empty, the default: the public mirrors.</value>
    public IList<Uri> Mirrors { get; set; } = [];

    /// <value>Minutes until MNIST is looked for again where it could not be had, 1 to 1440. Default: 5.</value>
    [Range(1, 1440)]
    public int RetryMinutes { get; set; } = 5;

    public IReadOnlyList<Uri> MirrorsToTry => !Download ? [] : Mirrors.Count > 0 ? [.. Mirrors] : MnistLocations.PublicMirrors;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var mirror in Mirrors.Where(mirror => !mirror.IsAbsoluteUri || mirror.Scheme is not ("http" or "https") || !mirror.AbsolutePath.EndsWith('/')))
            yield return new ValidationResult($"A mirror must be an http or https address that ends with '/'. It is '{mirror}'.", [nameof(Mirrors)]);
        if (Directories.Any(string.IsNullOrWhiteSpace)) yield return new ValidationResult("A directory must not be empty.", [nameof(Directories)]);
    }
}

/// <summary>How many digits are drawn by our own code.</summary>
internal sealed class SyntheticOptions
{
    /// <value>Training images, 100 to 1,000,000. Default: 60,000.</value>
    [Range(100, 1_000_000)]
    public int TrainingCount { get; set; } = 60_000;

    /// <value>Test images, 100 to 1,000,000. Default: 10,000.</value>
    [Range(100, 1_000_000)]
    public int TestCount { get; set; } = 10_000;
}
