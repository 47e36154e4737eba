namespace MnistApi.Imaging;

/// <summary>Reads image files. The seam behind which the image library is: nothing else of the service decodes.</summary>
internal interface IImageDecoder
{
    /// <summary>Reads the header alone: no memory is taken for pixels, and the limits of size are not applied.</summary>
    /// <exception cref="ImageRejectedException">The bytes are empty, too many, no image, or end or break within the header.</exception>
    ImageHeader ReadHeader(ReadOnlySpan<byte> file);

    /// <summary>Decodes the image; of an animation, its first frame.</summary>
    /// <param name="maxSide">The longest side that the raster may have. A larger image is reduced by averaging, a smaller one stays as it is, pixel for pixel.</param>
    /// <exception cref="ImageRejectedException">For any of the reasons. An image that is not whole is refused, never half decoded.</exception>
    ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide);
}
