using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MnistApi.Imaging.Decoding.Formats;
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

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Decodes image files with ImageSharp. The signature of the file selects one of five decoders, so the other decoders of the library never
/// read an upload. Color profiles are not applied, because an MNIST image must keep its pixel values.
/// </summary>
internal sealed class ImageDecoder
{
    private readonly ImageLimits _limits;
    private readonly Configuration _configuration;

    /// <param name="limits">The limits on the size of an upload.</param>
    public ImageDecoder(ImageLimits limits)
    {
        _limits = limits;
        _configuration = new Configuration
        {
            MaxDegreeOfParallelism = 1, // The caller limits how many images are decoded at once.
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                AllocationLimitMegabytes = limits.DecodingBytes / (1024 * 1024) + 1, // for a single buffer
                MaximumPoolSizeMegabytes = 64,
            }),
        };
    }

    /// <summary>Reads the header. It allocates no memory for pixels, and does not check the limits on pixels and sides.</summary>
    /// <exception cref="ImageRejectedException">
    /// The file is empty, too long or not an image, or its header is incomplete or damaged.
    /// </exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> file) => ImageFileReader.ReadHeader(file, _limits).Header;

    /// <summary>Decodes an image, or the first frame of an animation.</summary>
    /// <param name="maxSide">
    /// The greatest length of a side of the raster in pixels, at least 1. A larger image is reduced by averaging whole blocks of pixels.
    /// </param>
    /// <exception cref="ImageRejectedException">
    /// The image exceeds a limit, or the file is incomplete, damaged or not an image.
    /// </exception>
    public ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide)
    {
        var image = ImageFileReader.ReadComplete(file, _limits);
        return image.LacksEndMarker
            ? JpegWithoutEndMarker.Decode(file, image, ended => Decode(ended, image, maxSide))
            : Decode(file, image, maxSide);
    }

    private ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, int maxSide)
    {
        if (image.Format == ImageFormat.Png && !PngPixels.AreComplete(file, image)) throw image.Corrupt();
        var frame = image.Format switch
        {
            ImageFormat.Gif => GifFile.ReadFirstFrame(file, image),
            ImageFormat.Webp => WebpFile.ReadFirstFrame(file),
            ImageFormat.Jpeg => new FirstFrame(JpegRestartIntervals.RepeatForEachScan(file)),
            _ => new FirstFrame(file.ToArray()),
        };
        try
        {
            // The smallest pixel type that holds the file's channels: 40 megapixels need 40, 120 or 160 MB.
            return image switch
            {
                { IsGray: true } => Decode<L8>(frame, image, maxSide),
                { IsOpaque: true } => Decode<Rgb24>(frame, image, maxSide),
                _ => Decode<Rgba32>(frame, image, maxSide),
            };
        }
        catch (Exception e) when (e is not (ImageRejectedException or OutOfMemoryException))
        {
            // ImageSharp documents ImageFormatException and InvalidMemoryOperationException. Damaged files also cause undocumented
            // exceptions, such as NullReferenceException.
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

        return ToRaster(pixels, frame, image, maxSide);
    }

    /// <summary>Places the pixels of a frame on the canvas. The canvas around a smaller frame is transparent.</summary>
    private static ImageRaster ToRaster<TPixel>(Image<TPixel> pixels, FirstFrame frame, ImageFile image, int maxSide)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var channels = Unsafe.SizeOf<TPixel>(); // L8, Rgb24 and Rgba32 have one byte for each channel.
        var raster = new RasterBuilder(image, channels, maxSide);
        var canvasRow = frame.IsPartial ? new byte[channels * image.Width] : [];
        for (var y = 0; y < image.Height; y++)
        {
            var isInFrame = y >= frame.Y && y < frame.Y + pixels.Height;
            var row = isInFrame ? MemoryMarshal.AsBytes(pixels.DangerousGetPixelRowMemory(y - frame.Y).Span) : [];
            if (frame.IsPartial)
            {
                canvasRow.AsSpan().Clear();
                row.CopyTo(canvasRow.AsSpan(channels * frame.X));
            }

            raster.Add(frame.IsPartial ? canvasRow : row);
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
