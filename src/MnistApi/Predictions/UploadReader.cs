using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Hosting;
using MnistApi.Imaging;

namespace MnistApi.Predictions;

/// <summary>Reads one image out of a request: a form's field, a raw body, or JSON.</summary>
internal sealed class UploadReader(UploadDecoder decoder, UploadPlaces places, IOptions<PredictionOptions> options)
{
    /// <summary>The raw bodies that are read. What the image is, its bytes say.</summary>
    public static readonly IReadOnlyList<string> ImageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "application/octet-stream"];

    public const string FormType = "multipart/form-data";
    public const string JsonType = "application/json";

    /// <summary>The longest JSON of an image, beside its texts.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    /// <summary>What a form has around its image.</summary>
    private const int MaxFormOverheadBytes = 64 * 1024;

    /// <returns>The image, or the problem with it.</returns>
    public async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, Normalization normalization, CancellationToken token)
    {
        var type = LimitedBody.TypeOf(request, out var parsed);
        int? limit = type switch
        {
            JsonType => options.Value.MaxUploadBytes,
            FormType => options.Value.MaxUploadBytes + MaxFormOverheadBytes,
            _ when ImageTypes.Contains(type) => options.Value.MaxUploadBytes,
            _ => null,
        };
        if (limit is null)
            return (null, ProblemCode.UnsupportedMediaType.Because($"The content type {(string.IsNullOrEmpty(request.ContentType) ? "is missing" : $"'{request.ContentType}' is not taken")}. Send a form ({FormType}) with the file in its field 'image', the file alone ({string.Join(", ", ImageTypes)}), or numbers or a data URL ({JsonType})."));

        try
        {
            await using var body = new LimitedBody(request, limit.Value, places);
            return type switch
            {
                JsonType => await ReadJsonAsync(await body.ReadAllAsync(token), normalization, token),
                FormType => await ReadFormAsync(parsed!, body, normalization, token),
                _ => await decoder.DecodeAsync(await body.ReadAllAsync(token), normalization, token),
            };
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, ProblemCode.PayloadTooLarge.Because(options.Value.TooLargeAFile));
        }
    }

    /// <summary>Whether a part of a form is a file by its type, whatever its name.</summary>
    public static bool IsFileType(string type) => ImageTypes.Contains(type, StringComparer.OrdinalIgnoreCase);

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadJsonAsync(ReadOnlyMemory<byte> body, Normalization normalization, CancellationToken token)
    {
        if (JsonImages.IsLongBesideTexts(body.Span, MaxJsonBytes))
            return (null, ProblemCode.PayloadTooLarge.Because($"The JSON has more than {MaxJsonBytes:N0} bytes, but 784 numbers need less. Send an image file as a form, as it is, or as a data URL."));
        return await JsonImages.ReadAsync(JsonImages.Parse<JsonImages.ImageRequest>(body), decoder, normalization, token);
    }

    private async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadFormAsync(MediaTypeHeaderValue type, LimitedBody body, Normalization normalization, CancellationToken token)
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
