using MnistApi.Training.Data.Writers;

namespace MnistApi.Training.Evaluation.Slices;

/// <summary>A network's accuracy on a slice: the images that have a property in common.</summary>
/// <param name="Dimension">The property that divides the images.</param>
/// <param name="Name">
/// The value or the range of the property: <c>students</c>, <c>7</c>, <c>2 to 2.5 px</c>. A range includes its first number.
/// </param>
/// <param name="SampleCount">Number of images in the slice, at least 1.</param>
/// <param name="ErrorCount">Number of these images whose prediction differs from their label.</param>
public sealed record SliceResult(SliceDimension Dimension, string Name, int SampleCount, int ErrorCount)
{
    /// <summary>Share of correct predictions, 0 to 1.</summary>
    public double Accuracy => 1 - (double)ErrorCount / SampleCount;

    /// <summary>95 % Wilson interval of the accuracy.</summary>
    public Interval AccuracyInterval => WilsonInterval.Of(SampleCount - ErrorCount, SampleCount);
}

/// <summary>A network's accuracy on the images of one writer.</summary>
/// <param name="Writer">NIST's number of the writer.</param>
/// <param name="Series">The group of the writer.</param>
/// <param name="Indices">The indices of the writer's images, in ascending order.</param>
/// <param name="ErrorIndices">Those of them whose prediction differs from their label.</param>
public sealed record WriterResult(int Writer, WriterSeries Series, IReadOnlyList<int> Indices, IReadOnlyList<int> ErrorIndices)
{
    /// <summary>Share of correct predictions, 0 to 1.</summary>
    public double Accuracy => 1 - (double)ErrorIndices.Count / Indices.Count;

    /// <summary>95 % Wilson interval of the accuracy.</summary>
    public Interval AccuracyInterval => WilsonInterval.Of(Indices.Count - ErrorIndices.Count, Indices.Count);
}
