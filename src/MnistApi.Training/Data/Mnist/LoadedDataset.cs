namespace MnistApi.Training.Data.Mnist;

/// <summary>A dataset and where it came from.</summary>
/// <param name="Dataset">The images and labels.</param>
/// <param name="Directory">The full path of the directory whose files were read.</param>
/// <param name="Mirrors">The mirrors from which this call completed a download. Empty if the files were in the directory already.</param>
public sealed record LoadedDataset(Dataset Dataset, string Directory, IReadOnlyList<Uri> Mirrors);
