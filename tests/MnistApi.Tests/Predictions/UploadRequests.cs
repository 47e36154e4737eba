using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MnistApi.Imaging;
using MnistApi.Imaging.Rendering;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;

namespace MnistApi.Tests.Predictions;

/// <summary>Bodies of prediction requests, and helpers to send them.</summary>
internal static class UploadRequests
{
    /// <summary>The digit 1 in 28x28 pixels, white on black.</summary>
    public static byte[] One { get; } =
    [
        .. Enumerable.Range(0, 784).Select(i => i % 28 is 13 or 14 && i / 28 is >= 4 and < 24 ? (byte)255 : (byte)0),
    ];

    private static readonly byte[] WhiteSheetPng = Png([.. Enumerable.Repeat((byte)255, 1000 * 1000)], 1000, 1000);

    public static HttpContent Form(byte[] file, string field = "image") =>
        new MultipartFormDataContent { { new ByteArrayContent(file), field, "digit.png" } };

    public static HttpContent Raw(byte[] file, string type = "image/png") =>
        new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static HttpContent Json(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    /// <summary>The pixels as 28 rows of JSON numbers.</summary>
    public static HttpContent Pixels(byte[]? pixels = null) =>
        Json($$"""{"pixels":{{JsonSerializer.Serialize((pixels ?? One).Chunk(28).Select(row => row.Select(pixel => (int)pixel)))}}}""");

    public static HttpContent FlatPixels(byte[] pixels) => Json($$"""{"pixels":[{{string.Join(",", pixels)}}]}""");

    public static byte[] Png(byte[] gray, int width, int height) => PngImage.Encode(gray, width, height);

    /// <summary>A thick black stroke on white paper, 300 pixels wide and 200 high.</summary>
    public static byte[] Drawing(ImageFormat format) =>
        format switch
        {
            ImageFormat.Jpeg => SampleImages.Read("drawing.jpg"),
            ImageFormat.Webp => SampleImages.Read("drawing.webp"),
            _ => Png(
                [
                    .. Enumerable.Range(0, 300 * 200)
                        .Select(i => i % 300 is >= 140 and < 160 && i / 300 is >= 40 and < 160 ? (byte)0 : (byte)255),
                ],
                300,
                200),
        };

    /// <summary>Draws strokes of any gray on a page of 200x200 pixels.</summary>
    public static HttpContent Page(byte paper, params (int X, int Y, int Width, int Height, byte Gray)[] strokes)
    {
        const int Side = 200;
        var gray = Enumerable.Repeat(paper, Side * Side).ToArray();
        foreach (var stroke in strokes)
            for (var y = stroke.Y; y < stroke.Y + stroke.Height; y++) gray.AsSpan(y * Side + stroke.X, stroke.Width).Fill(stroke.Gray);
        return Raw(Png(gray, Side, Side));
    }

    /// <summary>Blank paper of 1000x1000 pixels. If freed memory still holds its pixels, they read as NaN floats.</summary>
    public static HttpContent WhiteSheet() => Raw(WhiteSheetPng);

    /// <summary>A form with files.</summary>
    public static MultipartFormDataContent Files(params (string Field, byte[] File, string Name)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, file, name) in files) form.Add(new ByteArrayContent(file), field, name);
        return form;
    }

    public static Task<HttpResponseMessage> PostPredictionAsync(this HttpClient client, HttpContent body, string? model = null) =>
        client.PostAsync(Api.Predictions + (model is null ? "" : $"?model={model}"), body);

    public static Task<Prediction> PredictAsync(this HttpClient client, HttpContent body, string? model = null) =>
        client.PostAsync<Prediction>(Api.Predictions + (model is null ? "" : $"?model={model}"), body);

    /// <summary>Posts a body that the service must accept.</summary>
    public static async Task<T> PostAsync<T>(this HttpClient client, string path, HttpContent body)
    {
        using var response = await client.PostAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<T>();
    }

    /// <summary>Decodes the pixels of a data URI.</summary>
    public static byte[] Decode(this SeenImage seen) => DecodeUri(seen.Image).ToGray();

    /// <summary>Decodes the image of a data URI.</summary>
    public static ImageRaster DecodeUri(string uri)
    {
        const string Prefix = "data:image/png;base64,";
        Assert.StartsWith(Prefix, uri, StringComparison.Ordinal);
        return TestDecoder.Decode(Convert.FromBase64String(uri[Prefix.Length..]));
    }
}
