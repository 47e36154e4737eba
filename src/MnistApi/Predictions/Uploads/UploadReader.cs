using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads one image out of a request: a form's field, a raw body, or JSON.</summary>
internal sealed class UploadReader(UploadDecoder decoder, UploadPlaces places, IOptions<PredictionOptions> options)
{
    public const string FormType = "multipart/form-data";
    public const string JsonType = "application/json";

    /// <summary>The type of a raw body that is documented. Whatever the type, the bytes say what the image is.</summary>
    public const string FileType = "application/octet-stream";

    /// <summary>The longest JSON of an image, beside its texts.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    /// <summary>What a form has around its image.</summary>
    private const int MaxFormOverheadBytes = 64 * 1024;

    /// <returns>The image, or the problem with it.</returns>
    public async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, NormalizationMode normalization, CancellationToken token)
    {
        var type = LimitedBody.TypeOf(request, out var parsed);
        int? limit = type switch
        {
            JsonType => options.Value.MaxUploadBytes,
            FormType => options.Value.MaxUploadBytes + MaxFormOverheadBytes,
            _ when IsFileType(type) || HasNoType(request) => options.Value.MaxUploadBytes,
            _ => null,
        };
        if (limit is null) return (null, WrongType($"'{request.ContentType}' is not taken"));

        try
        {
            await using var body = new LimitedBody(request, limit.Value, places);
            return type switch
            {
                JsonType => await ReadJsonAsync(await body.ReadAllAsync(token), normalization, token),
                FormType => await ReadFormAsync(parsed!, body, normalization, token),
                _ => await ReadFileAsync(request, await body.ReadAllAsync(token), normalization, token),
            };
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, ProblemCode.PayloadTooLarge.Because(options.Value.TooLargeAFile));
        }
    }

    /// <summary>Whether a body, or a part of a form, is a file by its type: an image of any kind, or any bytes.</summary>
    public static bool IsFileType(string type) =>
        type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase) || type.Equals("binary/octet-stream", StringComparison.OrdinalIgnoreCase);

    private static bool HasNoType(HttpRequest request) => string.IsNullOrWhiteSpace(request.ContentType);

    private static ProblemHttpResult WrongType(string what) => ProblemCode.UnsupportedMediaType.Because(
        $"The content type {what}. Send a form ({FormType}) with the file in its field 'image', the file alone (image/png or any other image/*, application/octet-stream), or numbers or a data URL ({JsonType}).");

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadFileAsync(HttpRequest request, ReadOnlyMemory<byte> file, NormalizationMode normalization, CancellationToken token) =>
        HasNoType(request) && ImageSignature.Of(file.Span) is null
            ? (null, WrongType($"is missing, and the body {(file.IsEmpty ? "is empty" : "does not begin as an image that can be read: PNG, JPEG, WebP, GIF or BMP")}"))
            : await decoder.DecodeAsync(file, normalization, token);

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadJsonAsync(ReadOnlyMemory<byte> body, NormalizationMode normalization, CancellationToken token)
    {
        if (JsonImages.IsLongBesideTexts(body.Span, MaxJsonBytes))
            return (null, ProblemCode.PayloadTooLarge.Because($"The JSON has more than {MaxJsonBytes:N0} bytes, but 784 numbers need less. Send an image file as a form, as it is, or as a data URL."));
        return await JsonImages.ReadAsync(JsonImages.Parse<JsonImages.ImageRequest>(body), decoder, normalization, token);
    }

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadFormAsync(MediaTypeHeaderValue type, LimitedBody body, NormalizationMode normalization, CancellationToken token)
    {
        const string Field = ImageForm.Field;
        ReadOnlyMemory<byte>? file = null;
        var problem = await ImageForm.ReadAsync(type, body, async part =>
        {
            if (part.Name != Field) return ImageForm.Invalid(part.Name, $"The form must have one field, {Field}. It has '{part.Name}'; a model is named in the query: ?model=champion.");
            if (file is not null) return ImageForm.Invalid(Field, $"The form must have one field {Field}, but it has more. Send several to POST /api/v1/predictions/batch.");
            (file, var fault) = part.FileIn(await body.ReadAllAsync(part.Body, token));
            return fault;
        }, token);
        if (problem is not null) return (null, problem);
        return file is null
            ? (null, ImageForm.Invalid(Field, $"The form has no field {Field}. Put the image file there; with curl: -F {Field}=@digit.png."))
            : await decoder.DecodeAsync(file.Value, normalization, token);
    }
}
