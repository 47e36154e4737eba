using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// The part of an image with the writing: a piece of paper on another background, a framed field, or the whole image. Ink is searched for
/// in this part only.
/// </summary>
/// <param name="Region">The bounding box of the paper, in pixels of the raster.</param>
/// <param name="Mask">
/// [height, width], a coarse mask over the region: 1 on the paper and on the writing on it, 0 outside; null if the paper fills the region.
/// </param>
internal sealed record PaperRegion(InkBox Region, PixelPlane? Mask = null);
