namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>A file with one image for ImageSharp to decode, and the position of that image on its canvas.</summary>
/// <param name="File">The uploaded file, or a still image made from the first frame of an animation.</param>
/// <param name="X">The left edge of the image on the canvas in pixels.</param>
/// <param name="Y">The top edge of the image on the canvas in pixels.</param>
/// <param name="IsPartial">Whether the image may be smaller than the canvas.</param>
internal sealed record FirstFrame(byte[] File, int X = 0, int Y = 0, bool IsPartial = false);
