namespace MnistApi.Training.Data.Synthetic;

/// <summary>Images without a digit.</summary>
/// <param name="Pixels">[N, 28, 28] row by row, 0 (paper) to 255 (ink).</param>
/// <param name="Kinds">[N], the contents of each image.</param>
public sealed record NonDigitSet(ReadOnlyMemory<byte> Pixels, IReadOnlyList<NonDigitKind> Kinds)
{
    /// <summary>Number of images.</summary>
    public int Count => Kinds.Count;
}
