namespace MnistApi.Training.Data.Mnist;

/// <summary>A dataset and its source.</summary>
/// <param name="Dataset">The images and labels.</param>
/// <param name="Directory">The full path of the directory with the files.</param>
/// <param name="Mirrors">The mirrors from which this call downloaded files; empty if all files were in the directory.</param>
public sealed record LoadedDataset(Dataset Dataset, string Directory, IReadOnlyList<Uri> Mirrors);
