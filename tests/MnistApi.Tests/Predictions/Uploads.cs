using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MnistApi.Imaging;
using MnistApi.Predictions;
using SkiaSharp;

namespace MnistApi.Tests.Predictions;

/// <summary>Bodies of predictions.</summary>
internal static class Uploads
{
    /// <summary>A "1" of 28x28 pixels, white on black.</summary>
    public static byte[] One { get; } = [.. Enumerable.Range(0, 784).Select(i => i % 28 is 13 or 14 && i / 28 is >= 4 and < 24 ? (byte)255 : (byte)0)];

    public static HttpContent Form(byte[] file, string field = "image") => new MultipartFormDataContent { { new ByteArrayContent(file), field, "digit.png" } };

    public static HttpContent Raw(byte[] file, string type = "image/png") => new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static HttpContent Json(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    /// <summary>28 rows.</summary>
    public static HttpContent Pixels(byte[]? pixels = null) =>
        Json($$"""{"pixels":{{JsonSerializer.Serialize((pixels ?? One).Chunk(28).Select(row => row.Select(pixel => (int)pixel)))}}}""");

    public static HttpContent FlatPixels(byte[] pixels) => Json($$"""{"pixels":[{{string.Join(",", pixels)}}]}""");

    public static byte[] Png(byte[] gray, int width, int height) => PngImage.Encode(gray, width, height);

    /// <summary>A thick black stroke on white paper, in any format.</summary>
    public static byte[] Drawing(SKEncodedImageFormat format, int width = 300, int height = 200)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint { Color = SKColors.Black, StrokeWidth = 20 };
        canvas.Clear(SKColors.White);
        canvas.DrawLine(width / 2f, 40, width / 2f, height - 40, ink);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    public static Task<HttpResponseMessage> PostPredictionAsync(this HttpClient client, HttpContent body, string? model = null) =>
        client.PostAsync(Api.Predictions + (model is null ? "" : $"?model={model}"), body);

    public static async Task<Prediction> PredictAsync(this HttpClient client, HttpContent body, string? model = null)
    {
        using var response = await client.PostPredictionAsync(body, model);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Prediction>();
    }

    /// <summary>The pixels of a data URI.</summary>
    public static byte[] Decode(this SeenImage seen)
    {
        const string Prefix = "data:image/png;base64,";
        Assert.StartsWith(Prefix, seen.Image, StringComparison.Ordinal);
        return new SkiaImageDecoder().Decode(Convert.FromBase64String(seen.Image[Prefix.Length..])).ToGray();
    }
}
