using System.Globalization;
using MnistApi.Imaging.Rendering;
using MnistApi.Training.Data;

namespace MnistApi.TestErrors.Sheets;

/// <summary>
/// Draws test errors as the lecture does (<c>plot_images_labels_prediction</c>): rows of five images, with black ink on white paper. The
/// label and the prediction are above each image, and the index is below.
/// </summary>
internal static class ErrorSheet
{
    /// <summary>The largest number of images on a sheet: five rows of five.</summary>
    public const int MaxImages = Columns * Columns;

    private const int Columns = 5;
    private const int Scale = 5; // side of the square that shows one pixel of an image
    private const int ImageSide = Scale * ImageSet.Side;
    private const int Margin = 30, Spacing = 30, RowSpacing = 18;
    private const int TitleHeight = 20, IndexHeight = 18; // above and below an image
    private const int CellWidth = ImageSide + Spacing, CellHeight = TitleHeight + ImageSide + IndexHeight + RowSpacing;
    private const byte White = 255, Black = 0, Gray = 115, FrameGray = 60;

    /// <summary>Draws a sheet with as many rows as it needs. Without images, the sheet has one row with a text.</summary>
    /// <returns>A PNG file with 8-bit gray levels.</returns>
    /// <exception cref="ArgumentException">There are more than 25 images, or an image is not 28x28.</exception>
    public static byte[] Draw(IReadOnlyList<SheetImage> images)
    {
        if (images.Count > MaxImages)
            throw new ArgumentException($"A sheet shows at most {MaxImages} images, but there are {images.Count}.", nameof(images));

        var rows = Math.Max(1, (images.Count + Columns - 1) / Columns);
        var canvas = new GrayCanvas(2 * Margin + Columns * CellWidth - Spacing, 2 * Margin + rows * CellHeight - RowSpacing);
        for (var i = 0; i < images.Count; i++)
            Draw(canvas, images[i], Margin + i % Columns * CellWidth, Margin + i / Columns * CellHeight);
        if (images.Count == 0)
            StrokeFont.DrawCentered(canvas, "no test errors here", canvas.Width / 2f, canvas.Height / 2f, height: 16, Gray);

        return PngImage.Encode(canvas.Pixels, canvas.Width, canvas.Height);
    }

    private static void Draw(GrayCanvas canvas, SheetImage image, int left, int top)
    {
        var (center, imageTop) = (left + ImageSide / 2f, top + TitleHeight);
        var title = string.Create(CultureInfo.InvariantCulture, $"label={image.Label}, predict={image.Predicted}");
        var index = string.Create(CultureInfo.InvariantCulture, $"index {image.Index}");

        StrokeFont.DrawCentered(canvas, title, center, imageTop - 9, height: 11, Black);
        DrawFramed(canvas, image.Pixels.Span, left, imageTop);
        StrokeFont.DrawCentered(canvas, index, center, imageTop + ImageSide + IndexHeight, height: 9, Gray);
    }

    private static void DrawFramed(GrayCanvas canvas, ReadOnlySpan<byte> ink, int left, int top)
    {
        if (ink.Length != ImageSet.PixelsPerImage)
            throw new ArgumentException($"An image has {ImageSet.PixelsPerImage} pixels, but there are {ink.Length}.", nameof(ink));

        canvas.Fill(left - 1, top - 1, ImageSide + 2, ImageSide + 2, FrameGray);
        for (var i = 0; i < ink.Length; i++)
            canvas.Fill(left + i % ImageSet.Side * Scale, top + i / ImageSet.Side * Scale, Scale, Scale, (byte)(White - ink[i]));
    }
}
