namespace MnistApi.Tests.Imaging;

/// <summary>Files that an encoder made, in formats too intricate to write by hand.</summary>
/// <remarks>
/// "quadrants" has 64x48 pixels: red (200, 40, 40) and green (40, 160, 60) above blue (40, 60, 200) and light gray (230, 230, 230). Where
/// the file has alpha, it is 128 for green and 0 for the last quarter. "drawing" has 300x200 pixels: a black stroke 20 pixels wide, from
/// (150, 40) to (150, 160), on white. "seven" has 100x100 pixels. The variants of a JPEG store the same coefficients, and were made with
/// jpegtran.
/// </remarks>
internal static class SampleImages
{
    public static byte[] Jpeg { get; } = Read("quadrants.jpg");

    public static byte[] LossyWebp { get; } = Read("quadrants-lossy.webp");

    public static byte[] LossyAlphaWebp { get; } = Read("quadrants-lossy-alpha.webp");

    public static byte[] LosslessAlphaWebp { get; } = Read("quadrants-lossless-alpha.webp");

    public static byte[] Read(string name)
    {
        using var stream = typeof(SampleImages).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no sample {name}.");
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return file.ToArray();
    }
}
