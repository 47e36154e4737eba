using System.Net;
using System.Text;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>What is refused, why, and whether the message helps.</summary>
[Collection(TrainedModels.Collection)]
public class UploadTests(TrainedModels trained)
{
    private const int MaxBytes = 10 * 1024 * 1024;

    public static TheoryData<string, HttpContent, HttpStatusCode, ProblemCode, string> Refused =>
        new()
        {
            {
                "no body",
                new ByteArrayContent([]),
                HttpStatusCode.UnsupportedMediaType,
                ProblemCode.UnsupportedMediaType,
                "The content type is missing"
            },
            { "text", new StringContent("7"), HttpStatusCode.UnsupportedMediaType, ProblemCode.UnsupportedMediaType, "image/png" },
            {
                "what curl sends by itself",
                UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png), "application/x-www-form-urlencoded"),
                HttpStatusCode.UnsupportedMediaType,
                ProblemCode.UnsupportedMediaType,
                "'application/x-www-form-urlencoded' is not taken"
            },
            {
                "text without a type",
                new ByteArrayContent("7"u8.ToArray()),
                HttpStatusCode.UnsupportedMediaType,
                ProblemCode.UnsupportedMediaType,
                "is missing, and the body does not begin as an image that can be read: PNG, JPEG, WebP, GIF or BMP. Send"
            },
            {
                "JSON without a type",
                new ByteArrayContent("{\"pixels\":[]}"u8.ToArray()),
                HttpStatusCode.UnsupportedMediaType,
                ProblemCode.UnsupportedMediaType,
                "numbers or a data URL (application/json)"
            },
            {
                "half an image without a type",
                new ByteArrayContent(UploadRequests.Drawing(ImageFormat.Png)[..200]),
                HttpStatusCode.BadRequest,
                ProblemCode.UnreadableImage,
                "cut off or damaged"
            },
            {
                "too many bytes without a type",
                new ByteArrayContent(new byte[MaxBytes + 1]),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "10,485,760 bytes"
            },
            {
                "SVG",
                UploadRequests.Raw("<svg/>"u8.ToArray(), "image/svg+xml"),
                HttpStatusCode.BadRequest,
                ProblemCode.UnreadableImage,
                "PNG, JPEG, WebP, GIF or BMP"
            },
            { "an empty file", UploadRequests.Raw([]), HttpStatusCode.BadRequest, ProblemCode.UnreadableImage, "0 bytes" },
            {
                "no image",
                UploadRequests.Raw(Encoding.UTF8.GetBytes("This is no image.")),
                HttpStatusCode.BadRequest,
                ProblemCode.UnreadableImage,
                "PNG, JPEG, WebP, GIF or BMP"
            },
            {
                "half an image",
                UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png)[..200]),
                HttpStatusCode.BadRequest,
                ProblemCode.UnreadableImage,
                "cut off or damaged"
            },
            {
                "a huge image",
                UploadRequests.Raw(UploadRequests.Png(new byte[17_000], 17_000, 1)),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.ImageTooLarge,
                "17,000 x 1"
            },
            { "an empty file in a form", UploadRequests.Form([]), HttpStatusCode.BadRequest, ProblemCode.UnreadableImage, "0 bytes" },
            {
                "a form with another field",
                UploadRequests.Form([1], "file"),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "one field, image. It has 'file'"
            },
            {
                "a form with a text",
                new MultipartFormDataContent { { new StringContent("digit.png"), "image" } },
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "-F image=@digit.png"
            },
            {
                "a form with two images",
                new MultipartFormDataContent
                {
                    { new ByteArrayContent([1]), "image", "a.png" },
                    { new ByteArrayContent([2]), "image", "b.png" },
                },
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "POST /api/v1/predictions/batch"
            },
            {
                "a form that ends at once",
                Raw("--x--\r\n", "multipart/form-data; boundary=x"),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "no field image"
            },
            {
                "a form without an end",
                Raw("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc", "multipart/form-data; boundary=x"),
                HttpStatusCode.BadRequest,
                ProblemCode.BadRequest,
                "--x--"
            },
            {
                "a form without a boundary",
                Raw("abc", "multipart/form-data"),
                HttpStatusCode.BadRequest,
                ProblemCode.BadRequest,
                "boundary"
            },
            { "an empty form", Raw("", "multipart/form-data; boundary=x"), HttpStatusCode.BadRequest, ProblemCode.BadRequest, "--x--" },
            { "no JSON", UploadRequests.Json("{\"pixels\":"), HttpStatusCode.BadRequest, ProblemCode.MalformedJson, "line 1" },
            { "empty JSON", UploadRequests.Json(""), HttpStatusCode.BadRequest, ProblemCode.MalformedJson, "JSON" },
            { "JSON null", UploadRequests.Json("null"), HttpStatusCode.BadRequest, ProblemCode.MalformedJson, "null" },
            { "JSON without pixels", UploadRequests.Json("{}"), HttpStatusCode.BadRequest, ProblemCode.MalformedJson, "pixels" },
            {
                "JSON with more than pixels",
                UploadRequests.Json("{\"pixels\":[],\"model\":\"champion\"}"),
                HttpStatusCode.BadRequest,
                ProblemCode.MalformedJson,
                "model"
            },
            {
                "pixels null",
                UploadRequests.Json("{\"pixels\":null}"),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "It is null"
            },
            {
                "a number",
                UploadRequests.Json("{\"pixels\":7}"),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or one list of 784. It is 7."
            },
            {
                "too few rows",
                UploadRequests.Pixels(new byte[27 * 28]),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "It has 27 entries"
            },
            {
                "a short row",
                UploadRequests.Json($"{{\"pixels\":[{string.Join(",", Enumerable.Repeat("[1]", 28))}]}}"),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[0] is a list of 1"
            },
            {
                "above 255",
                UploadRequests.Json(FlatWith("256")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[783] is 256"
            },
            {
                "below 0",
                UploadRequests.Json(FlatWith("-1")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[783] is -1"
            },
            {
                "a fraction",
                UploadRequests.Json(FlatWith("0.5")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[783] is 0.5"
            },
            {
                "beyond all numbers",
                UploadRequests.Json(FlatWith("1e999")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[783] is 1e999"
            },
            {
                "a word",
                UploadRequests.Json(FlatWith("\"7\"")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "pixels[783] is \"7\""
            },
            {
                "too many bytes",
                UploadRequests.Raw(new byte[MaxBytes + 1]),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "10,485,760 bytes"
            },
            {
                "too many bytes in a form",
                UploadRequests.Form(new byte[MaxBytes + 1]),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "at most 10,485,760"
            },
            {
                "far too many bytes in a form",
                UploadRequests.Form(new byte[4 * MaxBytes]),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "10,485,760 bytes"
            },
            {
                "too many bytes of JSON",
                UploadRequests.Json(new string(' ', 64 * 1024 + 1)),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "65,536 bytes"
            },
            {
                "too many bytes without a length",
                new StreamContent(new Unending(4 * MaxBytes)) { Headers = { ContentType = new("image/png") } },
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "10,485,760 bytes"
            },
        };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_image_is_refused_with_the_reason(
        string what,
        HttpContent body,
        HttpStatusCode status,
        ProblemCode code,
        string detail)
    {
        using var response = await trained.Client.PostPredictionAsync(body);
        var problem = await response.AssertProblemAsync(status, code);

        Assert.True(((string)problem["detail"]!).Contains(detail, StringComparison.Ordinal), $"{what}: {problem["detail"]}");
    }

    [Theory]
    [InlineData("image/x-png")]
    [InlineData("image/pjpeg")]
    [InlineData("image/jpg")]
    [InlineData("Image/Svg+xml")]
    [InlineData("image/*")]
    [InlineData("binary/octet-stream")]
    [InlineData("application/octet-stream; name=digit.png")]
    [InlineData(null)]
    public async Task A_body_is_an_image_by_its_bytes_whatever_its_type_says(string? type)
    {
        foreach (var path in new[] { Api.Predictions, $"{Api.Predictions}/explanation" })
        {
            var body = new ByteArrayContent(UploadRequests.Drawing(ImageFormat.Jpeg));
            if (type is not null) body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await trained.Client.PostAsync(path, body, TestContext.Current.CancellationToken);

            Assert.True(
                response.StatusCode == HttpStatusCode.OK,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task The_largest_file_that_is_allowed_is_read()
    {
        var png = UploadRequests.Drawing(ImageFormat.Png);
        var padded = new byte[MaxBytes];
        png.CopyTo(padded, 0); // What follows the image's end is not looked at.

        Assert.Equal(300, (await trained.Client.PredictAsync(UploadRequests.Raw(padded))).Seen.Width);
        Assert.Equal(300, (await trained.Client.PredictAsync(UploadRequests.Form(padded))).Seen.Width);
    }

    [Fact]
    public async Task The_limit_is_a_setting()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Predictions__MaxUploadMegabytes", "40"));
        using var within = await service.Client.PostPredictionAsync(UploadRequests.Form(new byte[40 * 1024 * 1024]));
        using var above = await service.Client.PostPredictionAsync(UploadRequests.Raw(new byte[40 * 1024 * 1024 + 1]));

        await within.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.UnreadableImage);
        await above.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
    }

    [Theory]
    [InlineData("Predictions__MaxUploadMegabytes", "101", "between 1 and 100")]
    [InlineData("Predictions__MaxUploadMegabytes", "0", "between 1 and 100")]
    [InlineData("Predictions__MaxBatchMegabytes", "1001", "between 1 and 1000")]
    [InlineData("Predictions__MaxBatchMegabytes", "0", "between 1 and 1000")]
    [InlineData("Models__CachedModels", "101", "between 1 and 100")]
    [InlineData("Models__CachedModels", "0", "between 1 and 100")]
    public async Task A_setting_out_of_its_bounds_stops_the_start(string name, string value, string expected)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, (name, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static HttpContent Raw(string text, string type) => UploadRequests.Raw(Encoding.UTF8.GetBytes(text), type);

    private static string FlatWith(string last) => $"{{\"pixels\":[{string.Concat(Enumerable.Repeat("0,", 783))}{last}]}}";

    /// <summary>So many bytes of nothing, of a length that nobody is told.</summary>
    private sealed class Unending(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(count, _left);
            _left -= taken;
            return taken;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
