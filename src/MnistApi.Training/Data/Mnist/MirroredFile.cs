using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Data.Mnist;

/// <summary>A file that mirrors offer as <c>{Name}.gz</c>.</summary>
/// <param name="Name">The name without <c>.gz</c>, one of <see cref="IdxDirectory.FileNames"/>.</param>
/// <param name="CompressedBytes">The exact length of <c>{Name}.gz</c>. The download never takes more.</param>
/// <param name="Sha256">SHA-256 of the uncompressed contents in lower-case hexadecimal.</param>
public sealed record MirroredFile(string Name, long CompressedBytes, string Sha256)
{
    /// <summary>The four files of MNIST as LeCun, Cortes and Burges published them.</summary>
    public static IReadOnlyList<MirroredFile> OfMnist { get; } =
    [
        new(IdxDirectory.TrainingImages, 9_912_422, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new(IdxDirectory.TrainingLabels, 28_881, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new(IdxDirectory.TestImages, 1_648_877, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new(IdxDirectory.TestLabels, 4_542, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];
}
