using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads one image from a request: from the field of a form, from the whole body, or from JSON.</summary>
internal sealed class UploadReader(UploadDecoder decoder, UploadSlots slots, IOptions<PredictionOptions> options)
{
    /// <summary>The most bytes that the JSON of an image may have outside its texts.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    /// <summary>The most bytes that a form may have around its image.</summary>
    private const int MaxFormOverheadBytes = 64 * 1024;

    /// <exception cref="UploadException">The request has no image that can be read.</exception>
    public async Task<Upload> ReadAsync(HttpRequest request, NormalizationMode normalization, CancellationToken token)
    {
        var type = UploadTypes.Of(request, out var parsed);
        var limit = type switch
        {
            UploadTypes.Json => options.Value.MaxUploadBytes,
            UploadTypes.Form => options.Value.MaxUploadBytes + MaxFormOverheadBytes,
            _ when UploadTypes.IsFile(type) || HasNoType(request) => options.Value.MaxUploadBytes,
            _ => throw WrongType($"'{request.ContentType}' is not supported"),
        };
        try
        {
            await using var body = new LimitedBody(request, limit, slots);
            return type switch
            {
                UploadTypes.Json => await ReadJsonAsync(await body.ReadAllAsync(token), normalization, token),
                UploadTypes.Form => await ReadFormAsync(parsed!, body, normalization, token),
                _ => await ReadFileAsync(request, await body.ReadAllAsync(token), normalization, token),
            };
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new UploadException(UploadErrorKind.TooManyBytes, options.Value.FileTooLarge);
        }
    }

    private async Task<Upload> ReadFileAsync(
        HttpRequest request, ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token)
    {
        if (!HasNoType(request) || ImageSignature.Of(file.Span) is not null) return await decoder.DecodeAsync(file, normalization, token);
        var found = file.IsEmpty ? "is empty" : "does not begin like an image that can be read: PNG, JPEG, WebP, GIF or BMP";
        throw WrongType($"is missing, and the body {found}");
    }

    private async Task<Upload> ReadJsonAsync(ReadOnlyMemory<byte> body, NormalizationMode normalization, CancellationToken token)
    {
        if (JsonImages.IsLongBesideTexts(body.Span, MaxJsonBytes))
        {
            throw new UploadException(
                UploadErrorKind.TooManyBytes,
                $"The JSON has more than {MaxJsonBytes:N0} bytes, but 784 numbers need less. "
                + "Send an image file in a form, as the body, or as a data URL.");
        }

        return await JsonImages.ReadAsync(JsonImages.Parse<JsonImages.ImageRequest>(body), decoder, normalization, token);
    }

    private async Task<Upload> ReadFormAsync(
        MediaTypeHeaderValue type, LimitedBody body, NormalizationMode normalization, CancellationToken token)
    {
        const string Field = ImageForm.Field;
        ReadOnlyMemory<byte>? file = null;
        await ImageForm.ReadAsync(type, body, ReadPartAsync, token);
        return await decoder.DecodeAsync(
            file ?? throw UploadException.OfField(
                Field, $"The form has no field {Field}. Put the image file into this field; with curl: -F {Field}=@digit.png."),
            normalization,
            token);

        async Task ReadPartAsync(FormPart part)
        {
            if (part.Name != Field)
            {
                throw UploadException.OfField(
                    part.Name,
                    $"The form must have one field, {Field}. It has '{part.Name}'. "
                    + "Name a model in the query instead: ?model=champion.");
            }

            if (file is not null)
            {
                throw UploadException.OfField(
                    Field,
                    $"The form must have one field {Field}, but it has more. "
                    + "Send several images to POST /api/v1/predictions/batch.");
            }

            file = part.FileIn(await body.ReadAllAsync(part.Body, token));
        }
    }

    private static bool HasNoType(HttpRequest request) => string.IsNullOrWhiteSpace(request.ContentType);

    private static UploadException WrongType(string found) => new(
        UploadErrorKind.WrongContentType,
        $"The content type {found}. Send a form ({UploadTypes.Form}) with the file in its field 'image', the file as the body "
        + $"(image/png or any other image/*, {UploadTypes.File}), or numbers or a data URL ({UploadTypes.Json}).");
}
