using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MnistApi.Http.Json;
using MnistApi.Imaging.Normalization;
using MnistApi.Training.Text;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads images from JSON. An image is either numbers or a file as a data URL.</summary>
internal static class JsonImages
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body as an object. A byte order mark is skipped.</summary>
    /// <exception cref="UploadException">The body is not the JSON that is expected.</exception>
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
            throw UploadException.OfJson(e);
        }
    }

    /// <summary>
    /// Whether JSON has more than the given number of bytes outside its texts. A file in a text may be long, but parsed numbers need many
    /// times the memory of their bytes.
    /// </summary>
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

    /// <summary>Reads the image of an object.</summary>
    /// <exception cref="UploadException">The object has no image that can be read.</exception>
    public static async Task<Upload> ReadAsync(
        ImageRequest request, UploadDecoder decoder, NormalizationMode normalization, CancellationToken token)
    {
        const string Field = ImageForm.Field;
        var (image, pixels) = (request.Image, request.Pixels);
        if (IsGiven(image) && IsGiven(pixels))
        {
            throw UploadException.OfField(
                Field,
                "The image must be given either as pixels or as image, but the body has both. Leave one of them out.");
        }

        if (image.ValueKind == JsonValueKind.Undefined && pixels.ValueKind == JsonValueKind.Undefined)
            throw UploadException.OfJson(new JsonException("Missing: 'pixels' or 'image'."));

        return IsGiven(image) || pixels.ValueKind == JsonValueKind.Undefined
            ? await decoder.DecodeAsync(FileOf(image), normalization, token)
            : Upload.OfPixels(PixelNumbers.Read(pixels), normalization);
    }

    private static ReadOnlyMemory<byte> FileOf(JsonElement image)
    {
        const string Field = ImageForm.Field;
        var text = image.ValueKind == JsonValueKind.String ? TextOf(image) : [];
        return DataUrl.IsOne(text)
            ? DataUrl.Decode(text, Field)
            : throw UploadException.OfField(
                Field,
                $"The field {Field} must be a base64 data URL ({DataUrl.Sample}). "
                + $"It is {TruncatedText.Of(image.GetRawText(), PixelNumbers.QuotedLength)}.");
    }

    private static bool IsGiven(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The bytes of the text in the body. Only escaped text is decoded; some serializers escape every slash.</summary>
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
            return raw; // The text has half of a surrogate pair, so it is not a data URL.
        }
    }

    /// <summary>The body of a request with one image, or an item of a batch.</summary>
    internal sealed record ImageRequest(JsonElement Pixels = default, JsonElement Image = default);
}
