using System.Diagnostics;
using MnistApi.Imaging;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;

namespace MnistApi.Benchmarks;

internal static class UploadsCommand
{
    public static int Run(string model, string sheet, string[] directories)
    {
        using var predictor = new Predictor(Checkpoint.Read(File.ReadAllBytes(model)));
        foreach (var directory in directories)
        {
            var files = Directory.GetFiles(directory, "*.*", SearchOption.AllDirectories).Order().ToArray();
            var decoder = ImageDecoders.Create(ImageLimits.Default);
            var right = 0;
            var wrong = new List<(string File, byte[] Pixels, int Digit, float P)>();
            var all = new List<byte[]>();
            var ms = new List<double>();
            foreach (var file in files)
            {
                var label = Path.GetFileNameWithoutExtension(file)[^1] - '0';
                var bytes = File.ReadAllBytes(file);
                var start = Stopwatch.GetTimestamp();
                var image = DigitImage.FromUpload(decoder.Decode(bytes, 1600));
                ms.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                var p = predictor.Predict(image.Pixels)[0];
                all.Add(image.Pixels);
                var digit = Softmax.ArgMax(p);
                if (digit == label) right++;
                else wrong.Add((file, image.Pixels, digit, p[digit]));
            }

            ms.Sort();
            Console.WriteLine($"{directory}: {right}/{files.Length} = {100.0 * right / files.Length:F2} %  median {ms[ms.Count / 2]:F1} ms");
            foreach (var (file, _, digit, p) in wrong.Take(400)) Console.Error.WriteLine($"  {file} -> {digit} {p:F2}");
            Sheet(Path.Combine(sheet, Path.GetFileName(directory) + "-wrong.png"), [.. wrong.Select(w => w.Pixels)]);
        }

        return 0;
    }

    private static void Sheet(string file, byte[][] images)
    {
        if (images.Length == 0) return;
        const int Columns = 20;
        var rows = Math.Min(20, (images.Length + Columns - 1) / Columns);
        var gray = new byte[Columns * 30 * rows * 30];
        gray.AsSpan().Fill(90);
        for (var i = 0; i < Math.Min(images.Length, Columns * rows); i++)
            for (var y = 0; y < 28; y++)
                images[i].AsSpan(y * 28, 28).CopyTo(gray.AsSpan((i / Columns * 30 + y + 1) * Columns * 30 + i % Columns * 30 + 1));
        File.WriteAllBytes(file, PngImage.Encode(gray, Columns * 30, rows * 30));
    }
}
