using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Scenes;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads;

/// <summary>
/// Draws digits as people upload them: in many hands, with many tools, on many grounds and through a camera. They replace real uploads when
/// the path from a file to 28x28 pixels is developed and measured.
/// </summary>
public static class DigitUploads
{
    private const long Purpose = 0x0B10AD;

    /// <summary>All styles, in the order in which reports list them.</summary>
    public static IReadOnlyList<UploadStyle> Styles { get; } = Enum.GetValues<UploadStyle>();

    /// <summary>
    /// Draws upload <paramref name="index"/> of the endless series of a style. The same arguments give the same bytes. Uploads 10k to 10k +
    /// 9 show the digits 0 to 9. Thread-safe.
    /// </summary>
    /// <param name="style">Where and how the digit is drawn and photographed.</param>
    /// <param name="part">The part of the collection; parts share no upload.</param>
    /// <param name="seed">Selects the series.</param>
    /// <param name="index">The index in the series, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or the style does not exist.</exception>
    public static DrawnUpload Draw(UploadStyle style, UploadPart part, long seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);

        var random = new SeededRandom(Purpose, (long)part, seed, (long)style, index);
        var subject = Subjects.Digit(index % ImageSet.ClassCount, ref random);
        return Finish(SceneOf(style)(subject, ref random), style, null, subject.Label);
    }

    internal static DrawnUpload Finish(Canvas canvas, UploadStyle? style, NonDigitUploadKind? kind, int? label) =>
        new(
            style,
            kind,
            label,
            canvas.Width,
            canvas.Height,
            canvas.ToRgb(),
            canvas.Alpha?.Select(alpha => (byte)(255 * alpha + 0.5f)).ToArray());

    internal static Scene SceneOf(UploadStyle style) => style switch
    {
        UploadStyle.DrawingPad => ScreenScenes.DrawingPad,
        UploadStyle.PaintProgram => ScreenScenes.PaintProgram,
        UploadStyle.PaintProgramWithoutAntialiasing => ScreenScenes.PaintProgramWithoutAntialiasing,
        UploadStyle.ThinLine => ScreenScenes.ThinLine,
        UploadStyle.ThickMarker => ScreenScenes.ThickMarker,
        UploadStyle.TinyDigit => ScreenScenes.TinyDigit,
        UploadStyle.FillsFrame => ScreenScenes.FillsFrame,
        UploadStyle.OffCentre => ScreenScenes.OffCentre,
        UploadStyle.TransparentGround => ScreenScenes.TransparentGround,
        UploadStyle.ColouredGround => ScreenScenes.ColouredGround,
        UploadStyle.DarkMode => ScreenScenes.DarkMode,
        UploadStyle.Screenshot => ScreenScenes.Screenshot,
        UploadStyle.Pencil => PaperScenes.Pencil,
        UploadStyle.DryPen => PaperScenes.DryPen,
        UploadStyle.FineSquares => RuledPaperScenes.FineSquares,
        UploadStyle.WideSquares => RuledPaperScenes.WideSquares,
        UploadStyle.Ruled => RuledPaperScenes.Ruled,
        UploadStyle.Shadowed => PaperScenes.Shadowed,
        UploadStyle.UnevenLight => PaperScenes.UnevenLight,
        UploadStyle.BrownPaper => PaperScenes.BrownPaper,
        UploadStyle.Crumpled => PaperScenes.Crumpled,
        UploadStyle.Blurred => PaperScenes.Blurred,
        UploadStyle.Tilted => PaperScenes.Tilted,
        UploadStyle.JpegBlocks => PaperScenes.JpegBlocks,
        UploadStyle.InvertedPhoto => PaperScenes.Inverted,
        UploadStyle.Whiteboard => GroundScenes.Whiteboard,
        UploadStyle.Chalkboard => GroundScenes.Chalkboard,
        UploadStyle.SheetOnTable => GroundScenes.SheetOnTable,
        UploadStyle.StickyNote => GroundScenes.StickyNote,
        UploadStyle.LowResolution => ScanScenes.LowResolution,
        UploadStyle.SpeckledScan => ScanScenes.SpeckledScan,
        UploadStyle.Fax => ScanScenes.Fax,
        UploadStyle.FormField => FormScenes.FormField,
        UploadStyle.Underlined => FormScenes.Underlined,
        UploadStyle.BoldCanvas => ScreenScenes.BoldCanvas,
        UploadStyle.TightCrop => CroppedScenes.TightCrop,
        UploadStyle.TrimmedTransparent => CroppedScenes.TrimmedTransparent,
        UploadStyle.OnLine => FormScenes.OnLine,
        UploadStyle.OverBox => FormScenes.OverBox,
        UploadStyle.RowOfBoxes => BoxRowScenes.RowOfBoxes,
        UploadStyle.SquaredCloseUp => RuledPaperScenes.SquaredCloseUp,
        UploadStyle.Plot => PlotScenes.Plot,
        UploadStyle.Glare => GroundScenes.Glare,
        UploadStyle.DarkEdge => GroundScenes.DarkEdge,
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "No such style."),
    };
}
