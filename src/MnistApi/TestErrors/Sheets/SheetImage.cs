namespace MnistApi.TestErrors.Sheets;

/// <summary>One image of an <see cref="ErrorSheet"/>.</summary>
/// <param name="Pixels">[28, 28] row by row, 0 (paper) to 255 (ink).</param>
/// <param name="Index">From 0, in the test set.</param>
/// <param name="Label">0 to 9.</param>
/// <param name="Predicted">0 to 9.</param>
internal sealed record SheetImage(ReadOnlyMemory<byte> Pixels, int Index, int Label, int Predicted);
