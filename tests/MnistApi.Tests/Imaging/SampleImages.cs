namespace MnistApi.Tests.Imaging;

/// <summary>Files that an encoder made, in formats too intricate to be written by hand.</summary>
/// <remarks>
/// Of 64x48 pixels: red (200, 40, 40) and green (40, 160, 60) above blue (40, 60, 200) and light gray (230, 230, 230); where
/// there is alpha, green has 128 and the last quarter is transparent. The drawing is a black stroke 20 pixels wide, from (150, 40) to (150, 160), on white of 300x200.
/// </remarks>
internal static class SampleImages
{
    public static byte[] Jpeg { get; } = Read("quadrants.jpg");

    public static byte[] LossyWebp { get; } = Read("quadrants-lossy.webp");

    public static byte[] LossyAlphaWebp { get; } = Read("quadrants-lossy-alpha.webp");

    public static byte[] LosslessAlphaWebp { get; } = Read("quadrants-lossless-alpha.webp");

    public static byte[] Read(string name)
    {
        using var stream = typeof(SampleImages).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"There is no sample {name}.");
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return file.ToArray();
    }
}
