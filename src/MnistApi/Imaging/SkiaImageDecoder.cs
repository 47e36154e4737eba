using MnistApi.Imaging.Formats;
using SkiaSharp;

namespace MnistApi.Imaging;

/// <summary>Decodes with Skia. The colour profile of a file is not applied: an MNIST image must come out as it went in.</summary>
internal sealed class SkiaImageDecoder(ImageLimits limits) : IImageDecoder
{
    /// <summary>Pixels of a PNG that are decoded at a time: 40 MB of them, and as much again where it is interlaced.</summary>
    private const int StripPixels = 10_000_000;

    private const int ScanlinesAtOnce = 16;

    public ImageHeader ReadHeader(ReadOnlySpan<byte> file) => ImageFile.Open(file, limits).Header;

    public ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide)
    {
        var image = ImageFile.OpenWhole(file, limits);
        return image.LacksEnd ? UnendedJpeg.Decode(file, image, ended => Decode(ended, image, maxSide)) : Decode(file, image, maxSide);
    }

    private static ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, int maxSide)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw image.Corrupt();
        if ((codec.Info.Width, codec.Info.Height) != (image.Width, image.Height)) throw image.Corrupt();

        var factor = Math.Max(1, (Math.Max(image.Width, image.Height) - 1) / maxSide + 1);
        return image.Format switch
        {
            ImageFormat.Jpeg => DecodeScanlines(codec, image, PixelsOf(codec.GetScaledDimensions(1f / Math.Min(8, PowerOfTwoWithin(factor)))), maxSide),
            ImageFormat.Png => DecodeStrips(codec, image, maxSide),
            ImageFormat.Webp when codec.Info.IsOpaque => DecodeWhole(codec, image, PixelsOf(codec.GetScaledDimensions(1f / factor)), maxSide),
            _ => DecodeWhole(codec, image, PixelsOf(codec.Info.Size), maxSide),
        };
    }

    /// <summary>For JPEG, which can be decoded to a half, a quarter or an eighth of its size, a few rows at a time.</summary>
    private static ImageRaster DecodeScanlines(SKCodec codec, ImageFile image, SKImageInfo info, int maxSide)
    {
        var raster = new RasterBuilder(image, info.Width, info.Height, maxSide);
        using var rows = new SKBitmap(info.WithSize(info.Width, ScanlinesAtOnce));
        if (codec.StartScanlineDecode(info) != SKCodecResult.Success) throw image.Corrupt();

        for (var top = 0; top < info.Height; top += ScanlinesAtOnce)
        {
            var count = Math.Min(ScanlinesAtOnce, info.Height - top);
            if (codec.GetScanlines(rows.GetPixels(), count, rows.RowBytes) != count) throw image.Corrupt();
            Add(raster, rows, count);
        }

        return raster.Build();
    }

    /// <summary>For PNG. Each strip is decompressed from the beginning again, which costs less than memory for all.</summary>
    private static ImageRaster DecodeStrips(SKCodec codec, ImageFile image, int maxSide)
    {
        var info = PixelsOf(codec.Info.Size);
        var height = Math.Min(info.Height, Math.Max(1, StripPixels / info.Width));
        var raster = new RasterBuilder(image, info.Width, info.Height, maxSide);
        using var strip = new SKBitmap(info.WithSize(info.Width, height));
        for (var top = 0; top < info.Height; top += height)
        {
            var count = Math.Min(height, info.Height - top);
            var options = new SKCodecOptions(SKRectI.Create(0, top, info.Width, count));
            if (codec.StartIncrementalDecode(info, strip.GetPixels(), strip.RowBytes, options) != SKCodecResult.Success
                || codec.IncrementalDecode() != SKCodecResult.Success) throw image.Corrupt();
            Add(raster, strip, count);
        }

        return raster.Build();
    }

    private static ImageRaster DecodeWhole(SKCodec codec, ImageFile image, SKImageInfo info, int maxSide)
    {
        var raster = new RasterBuilder(image, info.Width, info.Height, maxSide);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success) throw image.Corrupt();
        Add(raster, bitmap, info.Height);
        return raster.Build();
    }

    private static void Add(RasterBuilder raster, SKBitmap bitmap, int count)
    {
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < count; y++) raster.Add(pixels.Slice(y * bitmap.RowBytes, 4 * bitmap.Width));
    }

    private static SKImageInfo PixelsOf(SKSizeI size) => new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);

    private static int PowerOfTwoWithin(int factor) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)factor / 2 + 1);
}
