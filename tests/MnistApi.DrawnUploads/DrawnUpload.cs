namespace MnistApi.DrawnUploads;

/// <summary>A picture as somebody might upload it.</summary>
/// <param name="Style">Where and how it was drawn and taken; null for what was not drawn on anything, such as noise.</param>
/// <param name="Kind">What it shows that is no digit; null for a digit.</param>
/// <param name="Label">The digit, 0 to 9; null for what is none.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Rgb">[height, width, 3].</param>
/// <param name="Alpha">[height, width], 255 is opaque; null where all of it is opaque.</param>
public sealed record DrawnUpload(UploadStyle? Style, NonDigitUploadKind? Kind, int? Label, int Width, int Height, byte[] Rgb, byte[]? Alpha)
{
    /// <summary>The picture as a PNG file of 8 bits a channel.</summary>
    public byte[] ToPng() => RgbPng.Encode(Rgb, Alpha, Width, Height);
}
