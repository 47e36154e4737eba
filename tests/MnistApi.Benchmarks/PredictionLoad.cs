using System.Net.Http.Headers;
using System.Text;
using MnistApi.DrawnUploads;
using MnistApi.Training.Data;

namespace MnistApi.Benchmarks;

/// <summary>Clients that ask for predictions. Each sends its next request as soon as it has an answer.</summary>
/// <param name="Name">Describes the request bodies.</param>
/// <param name="MediaType">The content type of the bodies.</param>
/// <param name="Bodies">The clients send them in turn.</param>
internal sealed record PredictionLoad(string Name, string MediaType, IReadOnlyList<byte[]> Bodies)
{
    private const int Clients = 4;
    private const int Images = 20;

    public static IReadOnlyList<PredictionLoad> CreateAll(ImageSet test) =>
    [
        new("28x28 numbers as JSON", "application/json", [.. Enumerable.Range(0, Images).Select(i => ToJson(test.Image(i)))]),
        OfStyle("a drawing pad's PNG", UploadStyle.DrawingPad),
        OfStyle("a photo of a sheet, PNG", UploadStyle.SheetOnTable),
    ];

    /// <summary>Asks for predictions until the duration is over.</summary>
    /// <returns>How long each answer took, in milliseconds.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(HttpClient client, TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        var next = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync()));
        return [.. all.SelectMany(times => times)];

        async Task<List<double>> AskAsync()
        {
            var times = new List<double>();
            while (TimeProvider.System.GetElapsedTime(started) < duration)
            {
                using var content = new ByteArrayContent(Bodies[Interlocked.Increment(ref next) % Bodies.Count]);
                content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
                var asked = TimeProvider.System.GetTimestamp();
                using var response = await client.PostAsync("/api/v1/predictions", content);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                times.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            }

            return times;
        }
    }

    private static PredictionLoad OfStyle(string name, UploadStyle style)
    {
        var uploads = Enumerable.Range(0, Images).Select(i => DigitUploads.Draw(style, UploadPart.Work, 0, i)).ToArray();
        var bodies = uploads.Select(upload => upload.ToPng()).ToArray();
        var (width, height) = (uploads.Average(upload => upload.Width), uploads.Average(upload => upload.Height));
        var kilobytes = bodies.Average(body => body.Length) / 1000;
        var described = FormattableString.Invariant($"{name} ({width:F0}x{height:F0}, {kilobytes:F0} KB)");
        return new PredictionLoad(described, "image/png", bodies);
    }

    private static byte[] ToJson(ReadOnlySpan<byte> pixels) =>
        Encoding.UTF8.GetBytes($$"""{"pixels":[{{string.Join(',', pixels.ToArray())}}]}""");
}
