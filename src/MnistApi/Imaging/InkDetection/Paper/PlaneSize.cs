using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>The size of the planes in which ink is searched.</summary>
/// <param name="Region">The part of the raster that the planes show, in pixels of the raster.</param>
/// <param name="Width">The width in pixels, before the planes are enlarged.</param>
/// <param name="Height">The height in pixels, before the planes are enlarged.</param>
/// <param name="Factor">The whole factor by which the planes are enlarged; 1 for none.</param>
internal sealed record PlaneSize(InkBox Region, int Width, int Height, int Factor)
{
    private const int LongestSide = 512;  // pixels; enough detail for a digit of 20 pixels, and fast
    private const int SmallestSide = 144; // pixels; a smaller image is enlarged, because a threshold would cut off whole pixels
    private const int Margin = 3;         // pixels around the ink; edges and the enlargement need two

    /// <summary>Pixels of the enlarged planes for each pixel of the raster.</summary>
    public double Scale => (double)Math.Max(Width, Height) * Factor / Region.LongerSide;

    /// <summary>Returns the size for a region.</summary>
    public static PlaneSize Of(InkBox region)
    {
        var scale = Math.Min(1, (double)LongestSide / region.LongerSide);
        var factor = region.LongerSide < SmallestSide ? (SmallestSide + region.LongerSide - 1) / region.LongerSide : 1;
        var (width, height) = (Math.Max(1, (int)Math.Round(region.Width * scale)), Math.Max(1, (int)Math.Round(region.Height * scale)));
        return new PlaneSize(region, width, height, factor);
    }

    /// <summary>Returns the part of the planes that shows ink and some paper around it, before the planes are enlarged.</summary>
    /// <param name="ink">The bounding box of the ink, in pixels of the region.</param>
    public InkBox PartAround(InkBox ink)
    {
        double scaleX = (double)Width / Region.Width, scaleY = (double)Height / Region.Height;
        var (left, top) = (Math.Max(0, (int)(ink.X * scaleX) - Margin), Math.Max(0, (int)(ink.Y * scaleY) - Margin));
        var right = Math.Min(Width, (int)Math.Ceiling((ink.X + ink.Width) * scaleX) + Margin);
        var bottom = Math.Min(Height, (int)Math.Ceiling((ink.Y + ink.Height) * scaleY) + Margin);
        return new InkBox(left, top, right - left, bottom - top);
    }

    /// <summary>Returns the position of a part of the planes in the raster.</summary>
    public PlanePlacement PlacementOf(InkBox part) =>
        new(Scale, Region.X + part.X * Factor / Scale, Region.Y + part.Y * Factor / Scale);
}
