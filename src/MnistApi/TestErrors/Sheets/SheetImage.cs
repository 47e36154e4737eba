namespace MnistApi.TestErrors.Sheets;

/// <summary>An image of an <see cref="ErrorSheet"/>.</summary>
/// <param name="Pixels">[28, 28] in rows, 0 (paper) to 255 (ink).</param>
/// <param name="Index">The index of the image in the test set, from 0.</param>
/// <param name="Label">The label, 0 to 9.</param>
/// <param name="Predicted">The prediction, 0 to 9.</param>
internal sealed record SheetImage(ReadOnlyMemory<byte> Pixels, int Index, int Label, int Predicted);
