using System.Globalization;
using MnistApi.DrawnUploads;
using MnistApi.Imaging;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;

namespace MnistApi.Benchmarks;

/// <summary>What the service makes of people's uploads: of our own drawn collection, or of a directory of images.</summary>
internal static class UploadsCommand
{
    private const int MaxSide = 2048; // As the service decodes.

    /// <summary>The drawn collection, by style. The part <c>test</c> is looked at for the record alone.</summary>
    /// <param name="part">work, validation or test.</param>
    /// <param name="count">Images of each style.</param>
    /// <param name="sheets">Gets a picture of what was not recognized; none without it.</param>
    public static int RunDrawn(string part, int count, string? sheets = null)
    {
        var from = Enum.Parse<UploadPart>(part, ignoreCase: true);
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var digits = DigitUploads.Styles.Select(style => (Name: style.ToString(), Answers: Ask(predictor, count, index => DigitUploads.Draw(style, from, 0, index)))).ToArray();
        var others = NonDigitUploads.Kinds.Select(kind => (Name: kind.ToString(), Answers: Ask(predictor, count, index => NonDigitUploads.Draw(kind, from, 0, index)))).ToArray();

        Machine.Print($"uploads {part} {count}");
        Console.WriteLine("| style | images | recognized | no ink found | turned away |\n|---|---|---|---|---|");
        foreach (var (name, answers) in digits.Append(("**all**", [.. digits.SelectMany(style => style.Answers)]))) PrintDigits(name, answers, predictor);
        Console.WriteLine("\n| no digit | images | confidence above 0.9 | accepted |\n|---|---|---|---|");
        foreach (var (name, answers) in others.Append(("**all**", [.. others.SelectMany(kind => kind.Answers)]))) PrintOthers(name, answers, predictor);
        if (sheets is not null) WriteSheet(Path.Combine(sheets, "uploads.png"), [.. digits.SelectMany(style => style.Answers).Where(answer => !answer.IsRight)]);
        return 0;
    }

    /// <summary>A directory of images whose names end with their label before the extension: <c>…7.png</c>.</summary>
    public static int RunDirectories(IEnumerable<string> directories)
    {
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var decoder = ImageDecoders.Create(ImageLimits.Default);
        Console.WriteLine("| directory | images | recognized | no ink found | turned away |\n|---|---|---|---|---|");
        foreach (var directory in directories)
        {
            var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order().ToArray();
            var answers = files.AsParallel().AsOrdered().Select(file => Answer.Of(predictor, DigitImage.FromUpload(decoder.Decode(File.ReadAllBytes(file), MaxSide)), Path.GetFileNameWithoutExtension(file)[^1] - '0', file)).ToArray();
            PrintDigits(Path.GetFileName(directory.TrimEnd('/')), answers, predictor);
            foreach (var answer in answers.Where(answer => !answer.IsRight)) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Name}: {answer.Digit} ({answer.Confidence:F2})"));
        }

        return 0;
    }

    private static Answer[] Ask(Predictor predictor, int count, Func<int, DrawnUpload> draw) => [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(index =>
    {
        var upload = draw(index);
        var raster = new ImageRaster(new ImageHeader(ImageFormat.Png, upload.Width, upload.Height), upload.Width, upload.Height, upload.Rgb, upload.Alpha);
        return Answer.Of(predictor, DigitImage.FromUpload(raster), upload.Label, $"{index}");
    })];

    private static void PrintDigits(string name, Answer[] answers, Predictor predictor) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {answers.Length:N0} | {answers.Count(answer => answer.IsRight) / (double)answers.Length:P2} | {answers.Count(answer => !answer.HasInk) / (double)answers.Length:P1} | {answers.Count(answer => answer.Confidence < predictor.Calibration.AcceptFrom) / (double)answers.Length:P1} |"));

    private static void PrintOthers(string name, Answer[] answers, Predictor predictor) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {answers.Length:N0} | {answers.Count(answer => answer.Confidence > 0.9) / (double)answers.Length:P1} | {answers.Count(answer => answer.HasInk && answer.Confidence >= predictor.Calibration.AcceptFrom) / (double)answers.Length:P1} |"));

    private static void WriteSheet(string file, Answer[] answers)
    {
        const int Columns = 20, Cell = 30;
        var rows = (answers.Length + Columns - 1) / Columns;
        if (rows == 0) return;
        var gray = new byte[Columns * Cell * rows * Cell];
        gray.AsSpan().Fill(90);
        for (var i = 0; i < answers.Length; i++)
            for (var y = 0; y < 28; y++) answers[i].Pixels.AsSpan(y * 28, 28).CopyTo(gray.AsSpan((i / Columns * Cell + y + 1) * Columns * Cell + i % Columns * Cell + 1));
        File.WriteAllBytes(file, PngImage.Encode(gray, Columns * Cell, rows * Cell));
    }

    private sealed record Answer(string Name, byte[] Pixels, int? Label, bool HasInk, int Digit, float Confidence)
    {
        public bool IsRight => HasInk && Digit == Label;

        public static Answer Of(Predictor predictor, DigitImage image, int? label, string name)
        {
            if (image.OtherReading is { } other)
            {
                var (one, two) = (Of(predictor, image with { OtherReading = null }, label, name), Of(predictor, other, label, name));
                return two.Confidence > one.Confidence ? two : one;
            }

            var probabilities = predictor.Predict(image.Pixels)[0];
            var digit = Softmax.ArgMax(probabilities);
            return new Answer(name, image.Pixels, label, image.Ink is not null, digit, image.Ink is null ? 0 : probabilities[digit]);
        }
    }
}
