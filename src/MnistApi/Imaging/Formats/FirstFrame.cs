namespace MnistApi.Imaging.Formats;

/// <summary>A file with one image, which ImageSharp decodes, and where that image stands on its canvas.</summary>
/// <param name="File">A still image, or the file itself.</param>
/// <param name="X">Left edge on the canvas, in pixels.</param>
/// <param name="Y">Upper edge on the canvas, in pixels.</param>
/// <param name="IsPartial">Whether the image may be smaller than the canvas.</param>
internal sealed record FirstFrame(byte[] File, int X, int Y, bool IsPartial = false);
