namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>The size of the planes in which ink is searched.</summary>
/// <param name="Region">The part of the raster that the planes show, in pixels of the raster.</param>
/// <param name="Width">The width in pixels, before the planes are enlarged.</param>
/// <param name="Height">The height in pixels, before the planes are enlarged.</param>
/// <param name="Factor">The whole factor by which the planes are enlarged; 1 for none.</param>
internal sealed record PlaneSize(InkBox Region, int Width, int Height, int Factor)
{
    /// <summary>
    /// The least length of a photo's longer side in pixels. A smaller image is a drawing or a crop, so its paper is even.
    /// </summary>
    public const int SmallestPhoto = 64;

    /// <summary>Pixels of the enlarged planes for each pixel of the raster.</summary>
    public double Scale => (double)Math.Max(Width, Height) * Factor / Region.LongerSide;

    /// <summary>Returns the size for a region.</summary>
    /// <param name="longest">The greatest length of the longer side in pixels. A larger region is averaged down to it.</param>
    /// <param name="shortest">The least length of the longer side in pixels. A smaller region is enlarged by a whole factor.</param>
    public static PlaneSize Of(InkBox region, int longest, int shortest)
    {
        var scale = Math.Min(1, (double)longest / region.LongerSide);
        var factor = region.LongerSide < shortest ? (shortest + region.LongerSide - 1) / region.LongerSide : 1;
        var (width, height) = (Math.Max(1, (int)Math.Round(region.Width * scale)), Math.Max(1, (int)Math.Round(region.Height * scale)));
        return new PlaneSize(region, width, height, factor);
    }
}
