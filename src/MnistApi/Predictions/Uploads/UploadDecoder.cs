using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Turns image files into what a model sees of them. Of a file that is large in memory, no more than 28x28 pixels remain.</summary>
internal sealed class UploadDecoder(ImageDecoder decoder) : IDisposable
{
    /// <summary>No more images are decoded at once than there are processors to do it.</summary>
    private readonly SemaphoreSlim _decoding = new(Environment.ProcessorCount);

    /// <summary>Some formats need four bytes for each pixel of a large image, 160 MB, however it is reduced afterwards: two of them at once, on any machine.</summary>
    private readonly SemaphoreSlim _decodingLarge = new(2);

    private const int LargePixels = 4_000_000;

    /// <summary>The longest side of what the digit is looked for in. More pixels would show it no better.</summary>
    private const int MaxSide = 2048;

    public void Dispose()
    {
        _decoding.Dispose();
        _decodingLarge.Dispose();
    }

    /// <returns>The image, or the problem with it.</returns>
    public async Task<(Upload? Upload, ProblemHttpResult? Problem)> DecodeAsync(ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token)
    {
        try
        {
            return (await DecodeWhenFreeAsync(file, normalization, token), null);
        }
        catch (ImageRejectedException e)
        {
            return (null, CodeOf(e.Reason).Because(e.Message));
        }
    }

    private async Task<Upload> DecodeWhenFreeAsync(ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token)
    {
        var header = decoder.ReadHeader(file.Span);
        var large = (long)header.Width * header.Height > LargePixels ? _decodingLarge : null;
        if (large is not null) await large.WaitAsync(token);
        try
        {
            await _decoding.WaitAsync(token);
            try
            {
                return Upload.OfRaster(decoder.Decode(file.Span, MaxSide), normalization);
            }
            finally
            {
                _decoding.Release();
            }
        }
        finally
        {
            large?.Release();
        }
    }

    private static ProblemCode CodeOf(ImageRejection reason) => reason switch
    {
        ImageRejection.TooManyBytes => ProblemCode.PayloadTooLarge,
        ImageRejection.SideTooLong or ImageRejection.TooManyPixels => ProblemCode.ImageTooLarge,
        _ => ProblemCode.UnreadableImage,
    };
}
