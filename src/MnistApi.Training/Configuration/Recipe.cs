namespace MnistApi.Training.Configuration;

/// <summary>A named, complete training configuration.</summary>
/// <param name="Name">Such as <c>lecture-mlp</c>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Config">Everything that training needs except the dataset and the seed.</param>
/// <param name="LectureResults">The results on the lecture's slides; empty for other recipes.</param>
public sealed record Recipe(string Name, string Description, TrainingConfig Config, IReadOnlyList<LectureResult> LectureResults);

/// <summary>A number on the lecture's slides.</summary>
/// <param name="Epoch">From 1; null for the trained network.</param>
/// <param name="Metric"><c>validationLoss</c>, <c>validationAccuracy</c> or <c>testAccuracy</c>.</param>
/// <param name="Value">As on the slide; NaN where the slide shows nan.</param>
public sealed record LectureResult(int? Epoch, string Metric, double Value);
