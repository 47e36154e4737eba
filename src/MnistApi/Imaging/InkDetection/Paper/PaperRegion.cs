using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// The part of an image that is written on: a piece of paper that lies on something else, a field with a frame, or the whole image. Ink is
/// searched for within it only.
/// </summary>
/// <param name="Region">The box of the paper, in pixels of the raster.</param>
/// <param name="Mask">[height, width] over the region, coarser: 1 on the paper and on what is written on it, 0 outside.</param>
internal sealed record PaperRegion(InkBox Region, PixelPlane Mask)
{
    /// <summary>Paper that fills a rectangle.</summary>
    public static PaperRegion Filling(InkBox region) => new(region, new PixelPlane(1, 1, [1]));
}
