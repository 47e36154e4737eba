using SkiaSharp;

namespace MnistApi.Imaging;

/// <summary>Decodes with Skia. The colour profile of a file is not applied: an MNIST image must come out as it went in.</summary>
internal sealed class SkiaImageDecoder(ImageLimits limits) : IImageDecoder
{
    public SkiaImageDecoder() : this(ImageLimits.Default)
    {
    }

    public ImageHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        using var codec = Open(file, out var header);
        return header;
    }

    public ImageRaster Decode(ReadOnlySpan<byte> file, int maxSide = int.MaxValue)
    {
        using var codec = Open(file, out var header);
        CheckSize(header);

        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
        var raster = new RasterBuilder(info.Width, info.Height, maxSide);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success) throw Corrupt(header.Format);
        for (var y = 0; y < info.Height; y++) raster.Add(bitmap.GetPixelSpan().Slice(y * bitmap.RowBytes, 4 * info.Width));
        return raster.Build(header, OrientationOf(codec));
    }

    private SKCodec Open(ReadOnlySpan<byte> file, out ImageHeader header)
    {
        if (file.IsEmpty) throw new ImageRejectedException(ImageRejection.Empty, "The image is empty: 0 bytes were sent.");
        if (file.Length > limits.Bytes)
            throw new ImageRejectedException(ImageRejection.TooManyBytes, $"The image has {file.Length:N0} bytes, and at most {limits.Bytes:N0} are read.");
        var format = ImageSignature.Of(file)
            ?? throw new ImageRejectedException(ImageRejection.NotAnImage, "The bytes are not an image that can be read. Send a PNG, JPEG, WebP, GIF or BMP file.");

        using var data = SKData.CreateCopy(file);
        var codec = SKCodec.Create(data) ?? throw Corrupt(format);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        header = OrientationOf(codec).SwapsSides() ? new ImageHeader(format, height, width) : new ImageHeader(format, width, height);
        return codec;
    }

    /// <summary>Skia numbers orientations as EXIF does.</summary>
    private static ImageOrientation OrientationOf(SKCodec codec) => (ImageOrientation)codec.EncodedOrigin;

    private void CheckSize(ImageHeader header)
    {
        var size = $"The image is {header.Width:N0} x {header.Height:N0} pixels";
        if (Math.Max(header.Width, header.Height) > limits.Side)
            throw new ImageRejectedException(ImageRejection.SideTooLong, $"{size}, and no side may be longer than {limits.Side:N0}.");
        if ((long)header.Width * header.Height > limits.Pixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size}, and at most {limits.Pixels:N0} pixels are decoded.");
    }

    private static ImageRejectedException Corrupt(ImageFormat format) =>
        new(ImageRejection.Corrupt, $"The file begins as {format.ToString().ToUpperInvariant()} but is cut off or damaged. Send it again, or save the image anew.");
}
