using System.Diagnostics;
using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.Imaging;

/// <summary>What a small file with a large image costs the service.</summary>
public sealed class ImageBombTests
{
    [Fact]
    public async Task A_png_of_109_KB_and_900_megapixels_costs_less_than_20_ms_and_16_MB()
    {
        var bomb = HandMadePng.Black(30_000, 30_000);
        Assert.InRange(bomb.Length, 100_000, 120_000);
        await using var service = await ServiceProcess.StartAsync();
        for (var i = 0; i < 20; i++) await RefuseAsync(service, HandMadePng.Black(17_000, 8)); // Code is compiled, buffers are there.

        ProcessMemory.ResetPeak(service.ProcessId);
        var before = ProcessMemory.Peak(service.ProcessId);
        var times = new List<TimeSpan>();
        for (var i = 0; i < 10; i++) times.Add(await RefuseAsync(service, bomb));

        // The machine does other things too: the shortest time is what it takes.
        Assert.InRange(times.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        Assert.InRange(ProcessMemory.Peak(service.ProcessId) - before, 0, 16);
    }

    [Fact]
    public async Task A_png_of_40_megapixels_with_alpha_takes_four_bytes_a_pixel_and_little_more()
    {
        var png = HandMadePng.Black(8_000, 5_000, depth: 8, HandMadePng.Rgba);
        await using var service = await ServiceProcess.StartAsync();
        await service.Client.PredictAsync(UploadRequests.Raw(HandMadePng.Black(2_000, 1_000, depth: 8, HandMadePng.Rgba)), "builtin");

        ProcessMemory.ResetPeak(service.ProcessId);
        var before = ProcessMemory.Peak(service.ProcessId);
        await service.Client.PredictAsync(UploadRequests.Raw(png), "builtin");

        Assert.InRange(ProcessMemory.Peak(service.ProcessId) - before, 0, 240);
    }

    private static async Task<TimeSpan> RefuseAsync(ServiceProcess service, byte[] file)
    {
        var time = Stopwatch.StartNew();
        using var response = await service.Client.PostPredictionAsync(UploadRequests.Raw(file));
        time.Stop();
        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.ImageTooLarge);
        return time.Elapsed;
    }
}
