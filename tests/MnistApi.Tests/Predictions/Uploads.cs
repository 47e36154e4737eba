using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MnistApi.Imaging;
using MnistApi.Predictions;
using MnistApi.Tests.Imaging;

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

    /// <summary>A thick black stroke on white paper, 300 pixels wide and 200 high.</summary>
    public static byte[] Drawing(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => SampleImages.Read("drawing.jpg"),
        ImageFormat.Webp => SampleImages.Read("drawing.webp"),
        _ => Png([.. Enumerable.Range(0, 300 * 200).Select(i => i % 300 is >= 140 and < 160 && i / 300 is >= 40 and < 160 ? (byte)0 : (byte)255)], 300, 200),
    };

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
        return TestDecoder.Decode(Convert.FromBase64String(seen.Image[Prefix.Length..])).ToGray();
    }
}
