using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Predictions;

public class OverloadTests
{
    private const int RequestsPerProcessor = 150;
    private const int Side = 2000; // pixels; it takes some 20 ms to decode

    [Fact]
    public async Task Requests_that_would_wait_too_long_are_refused_and_the_others_are_answered()
    {
        await using var service = await ServiceProcess.StartAsync();
        var drawing = PngImage.Encode(Drawing(), Side, Side);
        await service.Client.PredictAsync(UploadRequests.Raw(drawing));

        var requests = RequestsPerProcessor * Environment.ProcessorCount; // The service decodes on all processors.
        var statuses = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => PredictAsync(service, drawing)));

        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, statuses);
        Assert.Equal(HttpStatusCode.OK, await PredictAsync(service, drawing));
    }

    private static async Task<HttpStatusCode> PredictAsync(ServiceProcess service, byte[] drawing)
    {
        using var response = await service.Client.PostPredictionAsync(UploadRequests.Raw(drawing));
        if (response.StatusCode == HttpStatusCode.OK) return response.StatusCode;

        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.Overloaded);
        return response.StatusCode;
    }

    /// <summary>A thick vertical line on white paper.</summary>
    private static byte[] Drawing()
    {
        var pixels = new byte[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Side, i / Side);
            var isInk = x is > 950 and < 1050 && y is > 500 and < 1500;
            pixels[i] = isInk ? byte.MinValue : byte.MaxValue;
        }

        return pixels;
    }
}
