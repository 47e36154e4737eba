using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MnistApi.Imaging.Formats;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace MnistApi.Imaging;

/// <summary>
/// Reads image files with ImageSharp. Only the five decoders below are used: the file's signature chooses one, so no other codec of the library sees a byte.
/// Color profiles are not applied, because an MNIST image must keep its pixel values.
/// </summary>
internal sealed class ImageDecoder
{
    private readonly ImageLimits _limits;
    private readonly Configuration _configuration;

    public ImageDecoder(ImageLimits limits)
    {
        _limits = limits;
        _configuration = new Configuration
        {
            MaxDegreeOfParallelism = 1, // The caller decides how many images are decoded at once.
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                AllocationLimitMegabytes = limits.DecodingBytes / (1024 * 1024) + 1, // for any one buffer
                MaximumPoolSizeMegabytes = 64,
            }),
        };
    }

    /// <summary>Reads the header only. It allocates no memory for pixels and does not apply the limits on size.</summary>
    /// <exception cref="ImageRejectedException">The file is empty, too long, not an image, or it ends or breaks within the header.</exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> file) => ImageFile.Open(file, _limits).Header;

    /// <summary>Decodes an image, or the first frame of an animation.</summary>
    /// <param name="maxSide">
    /// The longest side of the raster in pixels, at least 1. A larger image is reduced by averaging; a smaller one keeps every pixel.
    /// </param>
    /// <exception cref="ImageRejectedException">The image is beyond a limit, or its file is cut off, damaged or not an image.</exception>
    public ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide)
    {
        var image = ImageFile.OpenWhole(file, _limits);
        return image.LacksEnd ? UnendedJpeg.Decode(file, image, ended => Decode(ended, image, maxSide)) : Decode(file, image, maxSide);
    }

    private ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, int maxSide)
    {
        // ImageSharp leaves missing rows of a PNG empty.
        if (image.Format == ImageFormat.Png && !PngPixels.AreComplete(file, image)) throw image.Corrupt();
        var frame = image.Format switch
        {
            ImageFormat.Gif => new FirstFrame(GifFile.WithScreen(file, image), 0, 0),
            ImageFormat.Webp => WebpFile.ReadFirstFrame(file),
            ImageFormat.Jpeg => new FirstFrame(JpegRestarts.DefineAtEachScan(file), 0, 0),
            _ => new FirstFrame(file.ToArray(), 0, 0),
        };
        try
        {
            // The smallest pixel type that holds what the file has: 40 megapixels are 40, 120 or 160 MB.
            return image switch
            {
                { IsGray: true } => Decode<L8>(frame, image, maxSide),
                { IsOpaque: true } => Decode<Rgb24>(frame, image, maxSide),
                _ => Decode<Rgba32>(frame, image, maxSide),
            };
        }
        catch (Exception e) when (e is not (ImageRejectedException or OutOfMemoryException))
        {
            // ImageSharp documents ImageFormatException and InvalidMemoryOperationException; damaged files are known to cause others, such as NullReferenceException.
            throw image.Corrupt();
        }
    }

    private ImageRaster Decode<TPixel>(FirstFrame frame, ImageFile image, int maxSide)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = new MemoryStream(frame.File, writable: false);
        using var pixels = DecoderOf(image.Format).Decode<TPixel>(_configuration, stream, CancellationToken.None);
        if (frame.X + pixels.Width > image.Width || frame.Y + pixels.Height > image.Height) throw image.Corrupt();
        if (!frame.IsPartial && (pixels.Width, pixels.Height) != (image.Width, image.Height)) throw image.Corrupt();

        var channels = Unsafe.SizeOf<TPixel>(); // L8, Rgb24 and Rgba32 have a byte for each.
        var raster = new RasterBuilder(image, channels, maxSide);
        var padded = frame.IsPartial ? new byte[channels * image.Width] : []; // Around a frame that is smaller than the image, it stays transparent.
        for (var y = 0; y < image.Height; y++)
        {
            var row = y < frame.Y || y >= frame.Y + pixels.Height ? [] : MemoryMarshal.AsBytes(pixels.DangerousGetPixelRowMemory(y - frame.Y).Span);
            if (frame.IsPartial)
            {
                padded.AsSpan().Clear();
                row.CopyTo(padded.AsSpan(channels * frame.X));
            }

            raster.Add(frame.IsPartial ? padded : row);
        }

        return raster.Build();
    }

    private static IImageDecoder DecoderOf(ImageFormat format) => format switch
    {
        ImageFormat.Png => new PngDecoder { IgnoreMetadata = true },
        ImageFormat.Jpeg => new JpegDecoder { IgnoreMetadata = true },
        ImageFormat.Webp => new WebpDecoder { IgnoreMetadata = true },
        ImageFormat.Gif => new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First },
        _ => new BmpDecoder { RleSkippedPixelHandling = RleSkippedPixelHandling.FirstColorOfPalette },
    };
}
