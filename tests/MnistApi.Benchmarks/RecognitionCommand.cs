using System.Diagnostics;
using System.Text.Json;
using MnistApi.DrawnUploads;
using MnistApi.Http.Json;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.InkDetection;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace MnistApi.Benchmarks;

/// <summary>Measures how long each stage of a recognition takes, for several kinds of uploads, without HTTP and on one thread.</summary>
internal static class RecognitionCommand
{
    private const int MaxSide = 2048; // As the service decodes.
    private const int JpegQuality = 88;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1); // The runtime compiles loops again after their first calls.

    private static readonly UploadStyle[] Styles =
        [UploadStyle.DrawingPad, UploadStyle.ColouredGround, UploadStyle.Pencil, UploadStyle.Shadowed, UploadStyle.FineSquares];

    private static readonly ImageDecoder Decoder = new(ImageLimits.Default);

    public static int Run()
    {
        var model = ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel));
        var predictor = new Predictor(model);
        Machine.Print("recognition");
        Report.Header("upload", "KB", "decode ms", "find ink ms", "normalize ms", "forward ms", "answer ms", "sum ms", "allocated KB");
        foreach (var (name, file) in Uploads()) Measure(name, file, predictor);
        ForwardComparison.Print();
        return 0;
    }

    private static IEnumerable<(string Name, byte[] File)> Uploads()
    {
        var mnist = Mnist.Read().Test.Image(0).ToArray();
        yield return ("28x28 PNG of MNIST", Png(ToRgb(mnist), 28, 28));
        foreach (var side in new[] { 28, 280 }) yield return ($"{side}x{side} PNG, drawn", Png(Seven(side), side, side));
        yield return ("1000x1000 JPEG, drawn", Jpeg(Seven(1000), 1000, 1000));
        foreach (var style in Styles)
        {
            var upload = DigitUploads.Draw(style, UploadPart.Work, seed: 0, index: 7);
            yield return ($"{upload.Width}x{upload.Height} PNG, {style}", upload.ToPng());
        }

        foreach (var (width, height) in new[] { (1600, 1200), (4000, 3000), (7300, 5475) })
            yield return ($"{width * height / 1e6:F0} MP JPEG, photo", Jpeg(Photo(width, height), width, height));
    }

    private static void Measure(string name, byte[] file, Predictor predictor)
    {
        var rounds = file.Length < 50_000 ? 301 : file.Length < 1_000_000 ? 31 : 9;
        var stages = new double[5][];
        for (var i = 0; i < stages.Length; i++) stages[i] = new double[rounds];
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp) Recognize(file, predictor);
        long allocated = 0;
        for (var round = 0; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var times = Recognize(file, predictor);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            for (var i = 0; i < stages.Length; i++) stages[i][round] = times[i];
        }

        double[] medians = [.. stages.Select(times => Spread.Of(times).Median)];
        Report.Row(
            $"{name}", $"{file.Length / 1e3:F1}", $"{medians[0]:F3}", $"{medians[1]:F3}", $"{medians[2]:F3}", $"{medians[3]:F3}",
            $"{medians[4]:F3}", $"{medians.Sum():F3}", $"{allocated / 1e3:F1}");
    }

    /// <returns>The milliseconds of each stage: decode, find ink, normalize, forward and answer.</returns>
    private static double[] Recognize(byte[] file, Predictor predictor)
    {
        using var memory = new PlaneMemory();
        var clock = new StageClock();
        var raster = Decoder.Decode(file, MaxSide);
        clock.Next();
        var start = NearestNeighborUpscaling.Undo(raster);
        var already = NormalizedImage.Of(start);
        var candidates = already is null ? InkFinder.Find(start, memory) : [];
        clock.Next();
        var image = already ?? DigitNormalizer.Of(start, candidates);
        clock.Next();
        var recognized = RecognizedImage.Of([image], predictor.Predict(RecognizedImage.PixelsOf([image])))[0];
        clock.Next();
        var upload = new Upload(image, NormalizationMode.Mnist, raster.Header);
        var served = new ServedModel(Guid.Empty, "champion", "", 0.6, "mnist", "");
        _ = JsonSerializer.SerializeToUtf8Bytes(Recognizer.ToPrediction(recognized, upload, served), ServiceJson.Options);
        clock.Next();
        return clock.Times;
    }

    /// <summary>A seven of three thick strokes, dark on white: what a drawing pad sends.</summary>
    private static byte[] Seven(int side)
    {
        var gray = new byte[side * side];
        (double X, double Y)[] points = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)];
        for (var i = 0; i < gray.Length; i++)
        {
            var (x, y) = ((i % side + 0.5) / side, (i / side + 0.5) / side);
            var distance = side * Math.Min(DistanceTo(x, y, points[0], points[1]), DistanceTo(x, y, points[1], points[2]));
            gray[i] = (byte)(255 * Math.Clamp(distance - side / 28.0 + 0.5, 0, 1));
        }

        return ToRgb(gray);
    }

    private static double DistanceTo(double x, double y, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var along = Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) / (dx * dx + dy * dy), 0, 1);
        return Math.Sqrt(Math.Pow(x - from.X - along * dx, 2) + Math.Pow(y - from.Y - along * dy, 2));
    }

    /// <summary>The seven on paper under uneven light, with the noise of a camera.</summary>
    private static byte[] Photo(int width, int height)
    {
        var (side, random) = (Math.Min(width, height), new Random(1));
        var seven = Seven(500);
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            var (inkX, inkY) = (500 * (x - (width - side) / 2) / side, 500 * y / side);
            var isInside = inkX is >= 0 and < 500 && inkY < 500;
            var ink = isInside ? 1 - seven[3 * (inkY * 500 + inkX)] / 255.0 : 0;
            var paper = 150 + 70.0 * x / width - 30.0 * y / height;
            for (var c = 0; c < 3; c++) rgb[3 * i + c] = (byte)Math.Clamp((paper - 8 * c) * (1 - 0.7 * ink) + random.Next(-6, 7), 0, 255);
        }

        return rgb;
    }

    private static byte[] ToRgb(byte[] gray) => [.. gray.SelectMany(level => new[] { level, level, level })];

    private static byte[] Png(byte[] rgb, int width, int height) => Encode(rgb, width, height, image => image.SaveAsPng);

    private static byte[] Jpeg(byte[] rgb, int width, int height) =>
        Encode(rgb, width, height, image => stream => image.SaveAsJpeg(stream, new JpegEncoder { Quality = JpegQuality }));

    private static byte[] Encode(byte[] rgb, int width, int height, Func<Image<Rgb24>, Action<Stream>> encoder)
    {
        using var image = SixLabors.ImageSharp.Image.LoadPixelData<Rgb24>(rgb, width, height);
        using var stream = new MemoryStream();
        encoder(image)(stream);
        return stream.ToArray();
    }

    private sealed class StageClock
    {
        private readonly List<double> _times = [];
        private long _start = Stopwatch.GetTimestamp();

        public double[] Times => [.. _times];

        public void Next()
        {
            _times.Add(Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
            _start = Stopwatch.GetTimestamp();
        }
    }
}
