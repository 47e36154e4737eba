using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.Imaging.Normalization;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads images out of JSON: numbers, or a file as a data URL.</summary>
internal static class JsonImages
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A body as an object. A byte order mark is passed over.</summary>
    /// <exception cref="BadHttpRequestException">As the framework throws it, so that it is told in the same words.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (body.Span.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
            if (!Utf8.IsValid(body.Span)) throw new JsonException("It is not UTF-8, which JSON must be.");
            return JsonSerializer.Deserialize<T>(body.Span, ServiceJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e);
        }
    }

    /// <summary>Whether JSON has more than so many bytes beside its texts. A file may be long, but numbers cost many times their bytes when they are parsed.</summary>
    public static bool IsLongBesideTexts(ReadOnlySpan<byte> json, int limit)
    {
        var length = 0;
        while (json.IndexOf((byte)'"') is >= 0 and var quote)
        {
            length += quote + 1;
            if (length > limit) return true;
            json = json[(quote + 1)..];
            while (json.IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var end)
            {
                var isEnd = json[end] == '"';
                json = json[Math.Min(end + (isEnd ? 1 : 2), json.Length)..];
                if (isEnd) break;
            }
        }

        return length + json.Length > limit;
    }

    /// <summary>The image of an object, or the problem with it.</summary>
    public static async Task<(Upload? Upload, ProblemHttpResult? Problem)> ReadAsync(ImageRequest request, UploadDecoder decoder, NormalizationMode normalization, CancellationToken token)
    {
        const string Field = ImageForm.Field;
        if (IsGiven(request.Image) && IsGiven(request.Pixels)) return (null, ImageForm.Invalid(Field, "The image must be given as pixels or as image, but both are there. Leave one out."));
        if (request.Image.ValueKind == JsonValueKind.Undefined && request.Pixels.ValueKind == JsonValueKind.Undefined) return (null, TypedResults.Problem(JsonProblems.Malformed(new JsonException("Missing: 'pixels' or 'image'."))));
        if (!IsGiven(request.Image) && request.Pixels.ValueKind != JsonValueKind.Undefined) return PixelNumbers.Read(request, normalization);

        var (file, fault) = FileOf(request.Image);
        return file is null ? (null, ImageForm.Invalid(Field, fault!)) : await decoder.DecodeAsync(file.Value, normalization, token);
    }

    private static (ReadOnlyMemory<byte>? File, string? Fault) FileOf(JsonElement image)
    {
        var text = image.ValueKind == JsonValueKind.String ? TextOf(image) : [];
        return DataUrl.IsOne(text)
            ? DataUrl.Decode(text, ImageForm.Field)
            : (null, $"The field {ImageForm.Field} must be a base64 data URL ({DataUrl.Sample}). It is {PixelNumbers.Show(image)}.");
    }

    private static bool IsGiven(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>As it is in the body unless something is escaped; some serializers escape every slash.</summary>
    private static ReadOnlySpan<byte> TextOf(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        if (!raw.Contains((byte)'\\')) return raw;
        try
        {
            return Encoding.UTF8.GetBytes(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return raw; // Half a surrogate pair: no data URL has one.
        }
    }

    /// <summary>The body of a request with one image, or an item of a batch.</summary>
    internal sealed record ImageRequest(JsonElement Pixels = default, JsonElement Image = default);
}
