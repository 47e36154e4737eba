using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.TestErrors;

/// <summary>The accuracy of a model on parts of the test images.</summary>
/// <param name="ModelId">The id of the model.</param>
/// <param name="Slices">
/// The parts of each dimension: by series, digit, width of the strokes, slant and size. The series are only known for MNIST.
/// </param>
/// <param name="WorstWriters">
/// The ten writers with the most errors, and all images of each. None of them wrote a training image. Empty if the writers are not known.
/// </param>
public sealed record ModelSlices(Guid ModelId, IReadOnlyList<SliceResult> Slices, IReadOnlyList<WriterResult> WorstWriters);
