namespace MnistApi.Imaging;

/// <summary>A decoded image in shades of gray.</summary>
/// <param name="Header">Of the file it was decoded from.</param>
/// <param name="Gray">
/// [height, width] row by row, luma 0 (black) to 255 (white) by Rec. 601, of the encoded values. Not multiplied by alpha: a
/// transparent pixel keeps the gray that is written in the file.
/// </param>
/// <param name="Alpha">[height, width] row by row, 0 (transparent) to 255 (opaque); null where every pixel is opaque.</param>
internal sealed record ImageRaster(ImageHeader Header, byte[] Gray, byte[]? Alpha)
{
    public int Width => Header.Width;

    public int Height => Header.Height;
}
