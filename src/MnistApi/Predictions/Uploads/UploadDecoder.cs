using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Decodes and normalizes image files. Only 28x28 pixels remain of a file that needs much memory while it is decoded.</summary>
internal sealed class UploadDecoder(ImageDecoder decoder, DecodingQueue queue) : IDisposable
{
    private const int LargePixels = 4_000_000;

    /// <summary>The longest side of the image in which the digit is searched. More pixels would not show it better.</summary>
    private const int MaxSide = 2048;

    /// <summary>
    /// The longest time that a small upload waits. A large upload waits for as long as it takes: it has a slot, and there are few of them.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.9);

    /// <summary>
    /// At most two large images are decoded at once, on any machine. Some formats need four bytes for each pixel, which makes 160 MB for
    /// the largest image, even if it is reduced afterwards.
    /// </summary>
    private readonly SemaphoreSlim _decodingLarge = new(2);

    public void Dispose() => _decodingLarge.Dispose();

    /// <exception cref="UploadException">The file is not an image that can be read, or it is too large.</exception>
    /// <exception cref="OverloadedException">There are too many other uploads.</exception>
    public async Task<Upload> DecodeAsync(ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token)
    {
        try
        {
            return await DecodeWhenFreeAsync(file, normalization, token);
        }
        catch (ImageRejectedException e)
        {
            throw new UploadException(KindOf(e.Reason), e.Message);
        }
    }

    private async Task<Upload> DecodeWhenFreeAsync(ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token)
    {
        var header = decoder.ReadHeader(file.Span);
        var large = (long)header.Width * header.Height > LargePixels ? _decodingLarge : null;
        TimeSpan? longestWait = file.Length < UploadSlots.FreeBytes ? LongestWait : null;
        if (large is not null && !await large.WaitAsync(longestWait ?? Timeout.InfiniteTimeSpan, token)) throw new OverloadedException();
        try
        {
            return await queue.RunAsync(() => Upload.OfRaster(decoder.Decode(file.Span, MaxSide), normalization), longestWait, token);
        }
        finally
        {
            large?.Release();
        }
    }

    private static UploadErrorKind KindOf(ImageRejection reason) => reason switch
    {
        ImageRejection.TooManyBytes => UploadErrorKind.TooManyBytes,
        ImageRejection.SideTooLong or ImageRejection.TooManyPixels => UploadErrorKind.TooManyPixels,
        _ => UploadErrorKind.UnreadableImage,
    };
}
