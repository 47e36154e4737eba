using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Contracts;

/// <summary>The format of an upload.</summary>
public enum UploadFormat
{
    /// <summary>A PNG file.</summary>
    Png,

    /// <summary>A JPEG file.</summary>
    Jpeg,

    /// <summary>A WebP file.</summary>
    Webp,

    /// <summary>A GIF file, of which the first frame is used.</summary>
    Gif,

    /// <summary>A BMP file.</summary>
    Bmp,

    /// <summary>Numbers in JSON.</summary>
    Pixels,
}

/// <summary>What a model saw of an upload, and how the upload was normalized.</summary>
/// <param name="Image">28x28 pixels with white ink on black, as a PNG data URI.</param>
/// <param name="Width">The width of the upload in pixels.</param>
/// <param name="Height">The height of the upload in pixels.</param>
/// <param name="Format">The format of the upload.</param>
/// <param name="Normalization">How the upload became 28x28 pixels.</param>
/// <param name="Inverted">Whether the upload had dark ink on light paper, so that its brightness was inverted.</param>
/// <param name="Box">The smallest rectangle that holds all ink; null without ink.</param>
/// <param name="Scale">
/// Pixels of the 28x28 image for each pixel of the upload, so a scale below 1 means that the digit was made smaller. Null without ink, and
/// if the whole upload was resized.
/// </param>
/// <param name="Shift">Where the top left corner of the upload is in the 28x28 image; null if `scale` is null.</param>
/// <param name="StrokeWidth">
/// The mean stroke width in pixels of the 28x28 image, before strokes that are unusual in MNIST were made thinner or thicker; null without
/// ink.
/// </param>
/// <param name="Contrast">How far the ink stands out from the paper, 0 to 1; null without ink.</param>
/// <param name="Parts">If the upload has several shapes of about the digit's size, all of them from left to right; otherwise empty.</param>
public sealed record SeenImage(
    string Image,
    int Width,
    int Height,
    UploadFormat Format,
    NormalizationMode Normalization,
    bool Inverted,
    SeenBox? Box,
    double? Scale,
    SeenShift? Shift,
    double? StrokeWidth,
    double? Contrast,
    IReadOnlyList<SeenPart> Parts);

/// <summary>The smallest rectangle that holds all ink, in pixels of the upload.</summary>
/// <param name="X">The left edge, from 0.</param>
/// <param name="Y">The top edge, from 0.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public sealed record SeenBox(int X, int Y, int Width, int Height);

/// <summary>A point (x, y) of the upload is at (scale * x + shift.x, scale * y + shift.y) in the 28x28 image.</summary>
/// <param name="X">To the right, in pixels of the 28x28 image.</param>
/// <param name="Y">Downwards, in pixels of the 28x28 image.</param>
public sealed record SeenShift(double X, double Y);

/// <summary>One of several shapes.</summary>
/// <param name="Box">Where the shape is.</param>
/// <param name="Digit">The most probable digit of the shape alone; null if its confidence is below the model's threshold.</param>
/// <param name="Confidence">The probability of the most probable digit, 0 to 1, calibrated.</param>
public sealed record SeenPart(SeenBox Box, int? Digit, float Confidence);
