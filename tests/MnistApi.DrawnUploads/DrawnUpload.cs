namespace MnistApi.DrawnUploads;

/// <summary>A picture as somebody might upload it.</summary>
/// <param name="Style">Where and how it was drawn and photographed; null if it was not drawn on anything, such as noise.</param>
/// <param name="Kind">What it shows instead of a digit; null for a digit.</param>
/// <param name="Label">The digit, 0 to 9; null for a non-digit.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Rgb">[height, width, 3].</param>
/// <param name="Alpha">[height, width], 255 is opaque; null if the whole picture is opaque.</param>
public sealed record DrawnUpload(UploadStyle? Style, NonDigitUploadKind? Kind, int? Label, int Width, int Height, byte[] Rgb, byte[]? Alpha)
{
    /// <summary>Encodes the picture as a PNG file with 8 bits per channel.</summary>
    public byte[] ToPng() => RgbPng.Encode(Rgb, Alpha, Width, Height);
}
