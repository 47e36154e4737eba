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

    public ImageRaster Decode(ReadOnlySpan<byte> file)
    {
        using var codec = Open(file, out var header);
        CheckSize(header);

        var info = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success) throw Corrupt(header.Format);
        return ToGray(header, bitmap.GetPixelSpan());
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
        header = new ImageHeader(format, codec.Info.Width, codec.Info.Height);
        return codec;
    }

    private void CheckSize(ImageHeader header)
    {
        var size = $"The image is {header.Width:N0} x {header.Height:N0} pixels";
        if (Math.Max(header.Width, header.Height) > limits.Side)
            throw new ImageRejectedException(ImageRejection.SideTooLong, $"{size}, and no side may be longer than {limits.Side:N0}.");
        if ((long)header.Width * header.Height > limits.Pixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size}, and at most {limits.Pixels:N0} pixels are decoded.");
    }

    private static ImageRaster ToGray(ImageHeader header, ReadOnlySpan<byte> rgba)
    {
        var gray = new byte[rgba.Length / 4];
        var isOpaque = true;
        for (var i = 0; i < gray.Length; i++)
        {
            var pixel = rgba.Slice(4 * i, 4);
            // Rec. 601 in thousandths, which gives a gray pixel its own value back.
            gray[i] = (byte)((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
            isOpaque &= pixel[3] == 255;
        }

        return new ImageRaster(header, gray, isOpaque ? null : Alpha(rgba));
    }

    private static byte[] Alpha(ReadOnlySpan<byte> rgba)
    {
        var alpha = new byte[rgba.Length / 4];
        for (var i = 0; i < alpha.Length; i++) alpha[i] = rgba[4 * i + 3];
        return alpha;
    }

    private static ImageRejectedException Corrupt(ImageFormat format) =>
        new(ImageRejection.Corrupt, $"The file begins as {format.ToString().ToUpperInvariant()} but is cut off or damaged. Send it again, or save the image anew.");
}
