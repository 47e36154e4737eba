using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Json;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>One image of several, or the error of this image.</summary>
/// <param name="Name">The name of the file; null if it has none.</param>
internal sealed record BatchUpload(string? Name, Upload? Upload, UploadException? Error);

/// <summary>
/// Reads several images from a request: the files of a form, or JSON. The files of a form are decoded one by one as they arrive, so only
/// one of them is in memory.
/// </summary>
internal sealed class BatchReader(UploadDecoder decoder, UploadSlots slots, IOptions<PredictionOptions> options)
{
    public const int MaxImages = 64;

    /// <summary>The names that the files of a form may have.</summary>
    public static readonly IReadOnlyList<string> Fields = ["images", ImageForm.Field];

    /// <summary>The most bytes that JSON may have outside its texts.</summary>
    private const int MaxJsonBytes = MaxImages * UploadReader.MaxJsonBytes;

    private const string WhatToSend =
        "Send 1 to 64 files in fields named images, with curl -F images=@a.png -F images=@b.png, "
        + "or {\"images\":[{\"pixels\":…}, {\"image\":\"data:image/png;base64,…\"}, …]}.";

    /// <summary>
    /// The most bytes that JSON may have with its texts. All of it is in memory at once, so it may be no longer than a file.
    /// </summary>
    private int LongestJson => Math.Max(MaxJsonBytes, options.Value.MaxUploadBytes);

    /// <returns>Each image or its error, in order.</returns>
    /// <exception cref="UploadException">The whole request cannot be read.</exception>
    public async Task<IReadOnlyList<BatchUpload>> ReadAsync(HttpRequest request, NormalizationMode normalization, CancellationToken token)
    {
        var isJson = UploadTypes.Of(request, out var parsed) switch
        {
            UploadTypes.Json => true,
            UploadTypes.Form => false,
            _ => throw WrongType(request.ContentType),
        };
        try
        {
            await using var body = new LimitedBody(request, isJson ? LongestJson : options.Value.MaxBatchBytes, slots);
            return isJson
                ? await ReadJsonAsync(await body.ReadAllAsync(token), normalization, token)
                : await ReadFormAsync(parsed!, body, normalization, token);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new UploadException(UploadErrorKind.TooManyBytes, isJson
                ? $"The JSON has more than {LongestJson:N0} bytes. Send fewer images at once, or send their files in a form."
                : options.Value.BatchTooLarge);
        }
    }

    private async Task<IReadOnlyList<BatchUpload>> ReadFormAsync(
        MediaTypeHeaderValue type, LimitedBody body, NormalizationMode normalization, CancellationToken token)
    {
        var uploads = new List<BatchUpload>();
        await ImageForm.ReadAsync(type, body, ReadPartAsync, token);
        return uploads.Count > 0 ? uploads : throw UploadException.OfField(Fields[0], $"The form has no files. {WhatToSend}");

        async Task ReadPartAsync(FormPart part)
        {
            if (!Fields.Contains(part.Name))
            {
                throw UploadException.OfField(
                    part.Name,
                    $"The form must have files named {string.Join(" or ", Fields)}. It has '{part.Name}'. "
                    + "Name a model in the query instead: ?model=champion.");
            }

            if (uploads.Count == MaxImages) throw TooMany("The form has more");
            uploads.Add(await ItemAsync(part.FileName, () => ReadFileAsync(body, part, normalization, token)));
        }
    }

    private async Task<Upload> ReadFileAsync(LimitedBody body, FormPart part, NormalizationMode normalization, CancellationToken token)
    {
        var content = await body.ReadUpToAsync(part.Body, options.Value.MaxUploadBytes, token)
            ?? throw new UploadException(UploadErrorKind.TooManyBytes, options.Value.FileTooLarge);
        return await decoder.DecodeAsync(part.FileIn(content), normalization, token);
    }

    private async Task<IReadOnlyList<BatchUpload>> ReadJsonAsync(
        ReadOnlyMemory<byte> body, NormalizationMode normalization, CancellationToken token)
    {
        if (JsonImages.IsLongBesideTexts(body.Span, MaxJsonBytes))
        {
            throw new UploadException(
                UploadErrorKind.TooManyBytes,
                $"The JSON has more than {MaxJsonBytes:N0} bytes, but the numbers of {MaxImages} images need less.");
        }

        var images = JsonImages.Parse<BatchRequest>(body).Images;
        if (images.Count == 0)
            throw UploadException.OfField(Fields[0], $"The field images must have 1 to {MaxImages} items. It has none. {WhatToSend}");
        if (images.Count > MaxImages) throw TooMany($"The field images has {images.Count}");

        var uploads = new List<BatchUpload>();
        foreach (var image in images) uploads.Add(await ItemAsync(null, () => ReadItemAsync(image, normalization, token)));
        return uploads;
    }

    private async Task<Upload> ReadItemAsync(JsonElement image, NormalizationMode normalization, CancellationToken token)
    {
        try
        {
            var request = image.Deserialize<JsonImages.ImageRequest>(ServiceJson.Options) ?? throw new JsonException("It is null.");
            return await JsonImages.ReadAsync(request, decoder, normalization, token);
        }
        catch (JsonException e)
        {
            throw UploadException.OfJson(e);
        }
    }

    private static async Task<BatchUpload> ItemAsync(string? name, Func<Task<Upload>> read)
    {
        try
        {
            return new BatchUpload(name, await read(), null);
        }
        catch (UploadException e)
        {
            return new BatchUpload(name, null, e);
        }
    }

    private static UploadException WrongType(string? type)
    {
        var found = string.IsNullOrEmpty(type) ? "is missing" : $"'{type}' is not supported";
        return new UploadException(
            UploadErrorKind.WrongContentType,
            $"The content type {found}. It must be {UploadTypes.Form} or {UploadTypes.Json}. {WhatToSend}");
    }

    private static UploadException TooMany(string found) => UploadException.OfField(
        Fields[0], $"A request may have at most {MaxImages} images. {found}; send the others in another request.");

    /// <summary>The body of a request with several images.</summary>
    private sealed record BatchRequest(IReadOnlyList<JsonElement> Images);
}
