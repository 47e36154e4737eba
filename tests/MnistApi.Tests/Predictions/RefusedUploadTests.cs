using System.Net;
using System.Text;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>Which bodies the service refuses to predict, and the messages that explain why.</summary>
[Collection(TrainedModels.Collection)]
public class RefusedUploadTests(TrainedModels trained)
{
    private const int MaxBytes = 10 * 1024 * 1024;

    private static readonly byte[] Drawing = UploadRequests.Drawing(ImageFormat.Png);

    public static TheoryData<string, HttpContent, HttpStatusCode, ProblemCode, string> Refused =>
    [
        .. Refusals.Of(
            HttpStatusCode.UnsupportedMediaType,
            ProblemCode.UnsupportedMediaType,
            ("no body", new ByteArrayContent([]), "The content type is missing"),
            ("text", new StringContent("7"), "image/png"),
            ("what curl sends by default", UploadRequests.Raw(Drawing, Form), "'application/x-www-form-urlencoded' is not supported"),
            ("text without a type", new ByteArrayContent("7"u8.ToArray()), NoType),
            ("JSON without a type", new ByteArrayContent("{\"pixels\":[]}"u8.ToArray()), "numbers or a data URL (application/json)")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.UnreadableImage,
            ("half an image without a type", new ByteArrayContent(Drawing[..200]), "incomplete or damaged"),
            ("SVG", UploadRequests.Raw("<svg/>"u8.ToArray(), "image/svg+xml"), "PNG, JPEG, WebP, GIF or BMP"),
            ("an empty file", UploadRequests.Raw([]), "The image is empty"),
            ("no image", UploadRequests.Raw("This is no image."u8.ToArray()), "PNG, JPEG, WebP, GIF or BMP"),
            ("half an image", UploadRequests.Raw(Drawing[..200]), "incomplete or damaged"),
            ("an empty file in a form", UploadRequests.Form([]), "The image is empty")),
        .. Refusals.Of(
            HttpStatusCode.RequestEntityTooLarge,
            ProblemCode.ImageTooLarge,
            ("a huge image", UploadRequests.Raw(UploadRequests.Png(new byte[17_000], 17_000, 1)), "17,000 x 1")),
        .. Refusals.Of(
            HttpStatusCode.RequestEntityTooLarge,
            ProblemCode.PayloadTooLarge,
            ("too many bytes without a type", new ByteArrayContent(new byte[MaxBytes + 1]), "10,485,760 bytes"),
            ("too many bytes", UploadRequests.Raw(new byte[MaxBytes + 1]), "10,485,760 bytes"),
            ("too many bytes in a form", UploadRequests.Form(new byte[MaxBytes + 1]), "10,485,760 bytes"),
            ("far too many bytes in a form", UploadRequests.Form(new byte[4 * MaxBytes]), "10,485,760 bytes"),
            ("too many bytes of JSON", UploadRequests.Json(new string(' ', 64 * 1024 + 1)), "65,536 bytes"),
            ("too many bytes without a length", WithoutLength(4 * MaxBytes), "10,485,760 bytes")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            ("a form with another field", UploadRequests.Form([1], "file"), "one field, image. It has 'file'"),
            ("a form with a text", new MultipartFormDataContent { { new StringContent("digit.png"), "image" } }, "-F image=@digit.png"),
            ("a form with two images", TwoImages(), "POST /api/v1/predictions/batch"),
            ("a form that ends at once", Raw("--x--\r\n", "multipart/form-data; boundary=x"), "no field image"),
            ("pixels null", UploadRequests.Json("{\"pixels\":null}"), "It is null"),
            ("a number", UploadRequests.Json("{\"pixels\":7}"), NotPixels),
            ("too few rows", UploadRequests.Pixels(new byte[27 * 28]), "It has 27 entries"),
            ("a short row", UploadRequests.Json(ShortRows()), "pixels[0] is a list of 1"),
            ("above 255", UploadRequests.Json(FlatWith("256")), "pixels[783] is 256"),
            ("below 0", UploadRequests.Json(FlatWith("-1")), "pixels[783] is -1"),
            ("a fraction", UploadRequests.Json(FlatWith("0.5")), "pixels[783] is 0.5"),
            ("too large for a number", UploadRequests.Json(FlatWith("1e999")), "pixels[783] is 1e999"),
            ("a word", UploadRequests.Json(FlatWith("\"7\"")), "pixels[783] is \"7\"")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.BadRequest,
            ("a form without an end", Raw(OpenForm, "multipart/form-data; boundary=x"), "--x--"),
            ("a form without a boundary", Raw("abc", "multipart/form-data"), "boundary"),
            ("an empty form", Raw("", "multipart/form-data; boundary=x"), "--x--")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.MalformedJson,
            ("no JSON", UploadRequests.Json("{\"pixels\":"), "line 1"),
            ("empty JSON", UploadRequests.Json(""), "JSON"),
            ("JSON null", UploadRequests.Json("null"), "null"),
            ("JSON without pixels", UploadRequests.Json("{}"), "pixels"),
            ("JSON with more than pixels", UploadRequests.Json("{\"pixels\":[],\"model\":\"champion\"}"), "model")),
    ];

    private const string Form = "application/x-www-form-urlencoded";
    private const string OpenForm = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc";
    private const string NoType =
        "is missing, and the body does not begin like an image that can be read: PNG, JPEG, WebP, GIF or BMP. Send";
    private const string NotPixels =
        "28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or one list of 784. It is 7.";

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task The_service_refuses_a_body_that_is_not_an_image_and_gives_the_reason(
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

    private static StreamContent WithoutLength(long bytes) =>
        new(new Unending(bytes)) { Headers = { ContentType = new("image/png") } };

    private static MultipartFormDataContent TwoImages() => new()
    {
        { new ByteArrayContent([1]), "image", "a.png" },
        { new ByteArrayContent([2]), "image", "b.png" },
    };

    private static string ShortRows() => $"{{\"pixels\":[{string.Join(",", Enumerable.Repeat("[1]", 28))}]}}";

    private static HttpContent Raw(string text, string type) => UploadRequests.Raw(Encoding.UTF8.GetBytes(text), type);

    private static string FlatWith(string last) => $"{{\"pixels\":[{string.Concat(Enumerable.Repeat("0,", 783))}{last}]}}";

    /// <summary>A stream of zeros that does not reveal its length.</summary>
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
