using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads several images out of a request: a form's files, or JSON. A form's files are decoded one by one as they come, so that only one of them is in memory.</summary>
internal sealed class BatchReader(UploadDecoder decoder, UploadPlaces places, IOptions<PredictionOptions> options)
{
    public const int MaxImages = 64;

    /// <summary>The names that a form's files may have.</summary>
    public static readonly IReadOnlyList<string> Fields = ["images", ImageForm.Field];

    /// <summary>Beside its texts.</summary>
    private const int MaxJsonBytes = MaxImages * UploadReader.MaxJsonBytes;

    private const string WhatToSend = "Send 1 to 64 files in fields named images, with curl -F images=@a.png -F images=@b.png, or {\"images\":[{\"pixels\":…}, {\"image\":\"data:image/png;base64,…\"}, …]}.";

    /// <summary>With its texts: all of it is in memory at once, so it may be no longer than a file.</summary>
    private int LongestJson => Math.Max(MaxJsonBytes, options.Value.MaxUploadBytes);

    /// <returns>What became of each image, in their order, or the problem with all of it.</returns>
    public async Task<(IReadOnlyList<BatchUpload>? Uploads, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, NormalizationMode normalization, CancellationToken token)
    {
        var type = LimitedBody.TypeOf(request, out var parsed);
        if (type is not (UploadReader.FormType or UploadReader.JsonType))
            return (null, ProblemCode.UnsupportedMediaType.Because($"The content type {(string.IsNullOrEmpty(request.ContentType) ? "is missing" : $"'{request.ContentType}' is not taken")}, but {UploadReader.FormType} and {UploadReader.JsonType}. {WhatToSend}"));
        var isJson = type == UploadReader.JsonType;
        try
        {
            await using var body = new LimitedBody(request, isJson ? LongestJson : options.Value.MaxBatchBytes, places);
            return isJson ? await ReadJsonAsync(await body.ReadAllAsync(token), normalization, token) : await ReadFormAsync(parsed!, body, normalization, token);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, ProblemCode.PayloadTooLarge.Because(isJson
                ? $"The JSON has more than {LongestJson:N0} bytes. Send fewer images at once, or send their files in a form."
                : options.Value.TooLargeABatch));
        }
    }

    private async Task<(IReadOnlyList<BatchUpload>? Uploads, ProblemHttpResult? Problem)> ReadFormAsync(MediaTypeHeaderValue type, LimitedBody body, NormalizationMode normalization, CancellationToken token)
    {
        var uploads = new List<BatchUpload>();
        var problem = await ImageForm.ReadAsync(type, body, async part =>
        {
            if (!Fields.Contains(part.Name)) return ImageForm.Invalid(part.Name, $"The form must have files named {string.Join(" or ", Fields)}. It has '{part.Name}'; a model is named in the query: ?model=champion.");
            if (uploads.Count == MaxImages) return TooMany("The form has more");
            uploads.Add(await ReadPartAsync(body, part, normalization, token));
            return null;
        }, token);
        if (problem is not null) return (null, problem);
        return uploads.Count > 0 ? (uploads, null) : (null, ImageForm.Invalid(Fields[0], $"The form has no files. {WhatToSend}"));
    }

    private async Task<BatchUpload> ReadPartAsync(LimitedBody body, FormPart part, NormalizationMode normalization, CancellationToken token)
    {
        if (await body.ReadUpToAsync(part.Body, options.Value.MaxUploadBytes, token) is not { } content) return new BatchUpload(part.FileName, null, ProblemCode.PayloadTooLarge.Because(options.Value.TooLargeAFile));
        var (file, fault) = part.FileIn(content);
        if (file is null) return new BatchUpload(part.FileName, null, fault);
        var (upload, problem) = await decoder.DecodeAsync(file.Value, normalization, token);
        return new BatchUpload(part.FileName, upload, problem);
    }

    private async Task<(IReadOnlyList<BatchUpload>? Uploads, ProblemHttpResult? Problem)> ReadJsonAsync(ReadOnlyMemory<byte> body, NormalizationMode normalization, CancellationToken token)
    {
        if (JsonImages.IsLongBesideTexts(body.Span, MaxJsonBytes))
            return (null, ProblemCode.PayloadTooLarge.Because($"The JSON has more than {MaxJsonBytes:N0} bytes, but the numbers of {MaxImages} images need less."));
        var images = JsonImages.Parse<BatchRequest>(body).Images;
        if (images.Count == 0) return (null, ImageForm.Invalid(Fields[0], $"The field images must have 1 to {MaxImages} items. It has none. {WhatToSend}"));
        if (images.Count > MaxImages) return (null, TooMany($"The field images has {images.Count}"));

        var uploads = new List<BatchUpload>();
        foreach (var image in images) uploads.Add(await ReadItemAsync(image, normalization, token));
        return (uploads, null);
    }

    private async Task<BatchUpload> ReadItemAsync(JsonElement image, NormalizationMode normalization, CancellationToken token)
    {
        try
        {
            var request = image.Deserialize<JsonImages.ImageRequest>(ServiceJson.Options) ?? throw new JsonException("It is null.");
            var (upload, problem) = await JsonImages.ReadAsync(request, decoder, normalization, token);
            return new BatchUpload(null, upload, problem);
        }
        catch (JsonException e)
        {
            return new BatchUpload(null, null, TypedResults.Problem(JsonProblems.Malformed(e)));
        }
    }

    private static ProblemHttpResult TooMany(string what) => ImageForm.Invalid(Fields[0], $"At most {MaxImages} images are taken at once. {what}; send the others in another request.");

    /// <summary>The body of a request with several images.</summary>
    private sealed record BatchRequest(IReadOnlyList<JsonElement> Images);
}

/// <summary>One of several images: ready for a model, or the problem with it.</summary>
/// <param name="Name">The file's; null where it has none.</param>
internal sealed record BatchUpload(string? Name, Upload? Upload, ProblemHttpResult? Problem);
