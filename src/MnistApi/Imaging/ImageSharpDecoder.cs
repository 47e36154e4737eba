using System.Runtime.InteropServices;
using MnistApi.Imaging.Formats;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace MnistApi.Imaging;

/// <summary>
/// Decodes with ImageSharp, version 3.1 or 4. The colour profile of a file is not applied: an MNIST image must come out as it went in.
/// Compiled where <c>ImageLibrary</c> is <c>ImageSharp</c>.
/// </summary>
internal sealed class ImageSharpDecoder : IImageDecoder
{
    private const int BytesPerPixel = 4;

    private readonly ImageLimits _limits;
    private readonly Configuration _configuration;

    public ImageSharpDecoder(ImageLimits limits)
    {
        _limits = limits;
        _configuration = new Configuration(
            new PngConfigurationModule(), new JpegConfigurationModule(), new WebpConfigurationModule(), new GifConfigurationModule(), new BmpConfigurationModule())
        {
            MaxDegreeOfParallelism = 1, // The one who calls decides how many images are decoded at once.
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                // A progressive JPEG has 2 bytes for each of up to four components before it has pixels: of one buffer, twice a pixel's bytes are ample.
                AllocationLimitMegabytes = (int)(2L * BytesPerPixel * limits.Pixels / (1024 * 1024)) + 1,
                MaximumPoolSizeMegabytes = 64,
            }),
        };
    }

    public ImageHeader ReadHeader(ReadOnlySpan<byte> file) => ImageFile.Open(file, _limits).Header;

    public ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide)
    {
        var image = ImageFile.OpenWhole(file, _limits);
        return image.LacksEnd ? UnendedJpeg.Decode(file, image, ended => Decode(ended, image, maxSide)) : Decode(file, image, maxSide);
    }

    private ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, int maxSide)
    {
        if (image.Format == ImageFormat.Png && !PngPixels.AreComplete(file, image)) throw image.Corrupt(); // ImageSharp leaves missing rows empty.
        try
        {
            var info = Image.Identify(Options(targetSize: null), file);
            if ((info.Width, info.Height) != (image.Width, image.Height)) throw image.Corrupt();
            using var pixels = Load(file, image, maxSide);
            return ToRaster(pixels, image, maxSide);
        }
        catch (Exception e) when (e is not (ImageRejectedException or OutOfMemoryException))
        {
            // Its own exceptions are ImageFormatException and InvalidMemoryOperationException, but of damaged files others are known, such as NullReferenceException.
            throw image.Corrupt();
        }
    }

    /// <summary>A JPEG can be decoded to a half, a quarter or an eighth of its size: the least that is not less than the target.</summary>
    private Image<Rgba32> Load(ReadOnlySpan<byte> file, ImageFile image, int maxSide)
    {
        if (image.Format != ImageFormat.Jpeg) return Image.Load<Rgba32>(Options(targetSize: null), file);

        var factor = (Math.Max(image.Width, image.Height) - 1) / maxSide + 1;
        var target = new Size((image.Width - 1) / factor + 1, (image.Height - 1) / factor + 1);
        using var stream = new MemoryStream(file.ToArray(), writable: false);
        return JpegDecoder.Instance.Decode<Rgba32>(
            new JpegDecoderOptions { GeneralOptions = Options(factor == 1 ? null : target), ResizeMode = JpegDecoderResizeMode.IdctOnly }, stream);
    }

    private static ImageRaster ToRaster(Image<Rgba32> pixels, ImageFile image, int maxSide)
    {
        var raster = new RasterBuilder(image, pixels.Width, pixels.Height, maxSide);
        pixels.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++) raster.Add(MemoryMarshal.AsBytes(rows.GetRowSpan(y)));
        });
        return raster.Build();
    }

    /// <summary>What is damaged in the pixels is refused without saying so: neither version passes over it by default. Version 3.1 has no option for it in common with 4.</summary>
    private DecoderOptions Options(Size? targetSize) => new() { Configuration = _configuration, MaxFrames = 1, SkipMetadata = true, TargetSize = targetSize };
}
