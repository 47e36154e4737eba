using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Hosting;
using MnistApi.Imaging;

namespace MnistApi.Predictions;

/// <summary>Reads an image out of a request: a form's field, a raw body, or numbers. The body's length is limited as it is read, whatever its headers say.</summary>
internal sealed class UploadReader(IImageDecoder decoder, IOptions<PredictionOptions> options) : IDisposable
{
    /// <summary>No more images are decoded at once than there are processors to do it.</summary>
    private readonly SemaphoreSlim _decoding = new(Environment.ProcessorCount);

    /// <summary>Some formats need four bytes for each pixel of a large image, 160 MB, however it is reduced afterwards: two of them at once, on any machine.</summary>
    private readonly SemaphoreSlim _decodingLarge = new(2);

    private const int LargePixels = 4_000_000;

    /// <summary>The raw bodies that are read. What the image is, its bytes say.</summary>
    public static readonly IReadOnlyList<string> ImageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "application/octet-stream"];

    /// <summary>The longest side of what the digit is looked for in. More pixels would show it no better.</summary>
    private const int MaxSide = 2048;

    public const string FormType = "multipart/form-data";
    public const string JsonType = "application/json";

    private const int MaxJsonBytes = 64 * 1024;

    /// <summary>What a form has around its image.</summary>
    private const int MaxFormOverheadBytes = 64 * 1024;

    public void Dispose()
    {
        _decoding.Dispose();
        _decodingLarge.Dispose();
    }

    /// <returns>The image, or the problem with it.</returns>
    public async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, CancellationToken token)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value!.ToLowerInvariant() : "";
        int? limit = type switch
        {
            JsonType => MaxJsonBytes,
            FormType => options.Value.MaxUploadBytes + MaxFormOverheadBytes,
            _ when ImageTypes.Contains(type) => options.Value.MaxUploadBytes,
            _ => null,
        };
        if (limit is null)
            return (null, ProblemCode.UnsupportedMediaType.Because($"The content type {(string.IsNullOrEmpty(request.ContentType) ? "is missing" : $"'{request.ContentType}' is not taken")}. Send a form ({FormType}) with the file in its field 'image', the file alone ({string.Join(", ", ImageTypes)}), or numbers ({JsonType})."));
        if (await ReadBodyAsync(request, limit.Value, token) is not { } body) return (null, TooLarge(type));

        try
        {
            return type switch
            {
                JsonType => ReadPixels(body),
                FormType => await ReadFormAsync(parsed!, body, token),
                _ => (await DecodeAsync(body, token), null),
            };
        }
        catch (ImageRejectedException e)
        {
            return (null, CodeOf(e.Reason).Because(e.Message));
        }
    }

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadFormAsync(MediaTypeHeaderValue type, byte[] body, CancellationToken token)
    {
        var (file, problem) = await ImageForm.ReadAsync(type, body, token);
        return problem is null ? (await DecodeAsync(file, token), null) : (null, problem);
    }

    private async Task<Upload> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken token)
    {
        var header = decoder.ReadHeader(file.Span);
        var large = (long)header.Width * header.Height > LargePixels ? _decodingLarge : null;
        if (large is not null) await large.WaitAsync(token);
        try
        {
            await _decoding.WaitAsync(token);
            try
            {
                return Upload.OfRaster(decoder.Decode(file.Span, MaxSide));
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

    private static (Upload? Upload, ProblemHttpResult? Problem) ReadPixels(byte[] body)
    {
        try
        {
            if (!Utf8.IsValid(body)) throw new JsonException("It is not UTF-8, which JSON must be.");
            var request = JsonSerializer.Deserialize<PixelsRequest>(body, ServiceJson.Options) ?? throw new JsonException("It is null.");
            var (pixels, fault) = PixelNumbers.Read(request.Pixels);
            return pixels is null
                ? (null, Problems.Invalid(new Dictionary<string, string[]> { ["pixels"] = [fault!] }))
                : (Upload.OfPixels(pixels), null);
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e); // As the framework does, so that it is told in the same words.
        }
    }

    /// <summary>The whole body; null where it is longer than the limit. What is not read the server throws away, for a few seconds, so that the client hears the answer.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, int limit, CancellationToken token)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        if (request.ContentLength > limit) return null;

        using var body = new MemoryStream(); // It grows with what comes, not with what is announced.
        var buffer = new byte[64 * 1024];
        while (await request.Body.ReadAsync(buffer, token) is > 0 and var count)
        {
            if (body.Length + count > limit) return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private ProblemHttpResult TooLarge(string type) => ProblemCode.PayloadTooLarge.Because(type == JsonType
        ? $"The JSON has more than {MaxJsonBytes:N0} bytes, but 784 numbers need less. Send an image file as a form or as it is."
        : $"The upload has more than {options.Value.MaxUploadBytes:N0} bytes. Send a smaller image; Predictions:MaxUploadMegabytes is the limit.");

    private static ProblemCode CodeOf(ImageRejection reason) => reason switch
    {
        ImageRejection.TooManyBytes => ProblemCode.PayloadTooLarge,
        ImageRejection.SideTooLong or ImageRejection.TooManyPixels => ProblemCode.ImageTooLarge,
        _ => ProblemCode.UnreadableImage,
    };

    /// <summary>The body of a request with numbers.</summary>
    private sealed record PixelsRequest(JsonElement Pixels);
}
