namespace MnistApi.Training.Data.Synthetic;

/// <summary>Images that show no digit.</summary>
/// <param name="Pixels">[N, 28, 28] row by row, 0 is paper, 255 is ink.</param>
/// <param name="Kinds">[N], what each shows.</param>
public sealed record NonDigitSet(ReadOnlyMemory<byte> Pixels, IReadOnlyList<NonDigitKind> Kinds)
{
    /// <summary>Number of images.</summary>
    public int Count => Kinds.Count;
}
