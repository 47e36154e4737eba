using System.Globalization;
using MnistApi.DrawnUploads;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Rendering;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Benchmarks;

/// <summary>What the service answers to people's uploads: of our own drawn collection, or of a directory of images.</summary>
internal static class UploadsCommand
{
    private const int MaxSide = 2048; // As the service decodes.

    /// <summary>The drawn collection, by style. The part <c>test</c> is looked at for the record alone.</summary>
    /// <param name="part">work, validation or test.</param>
    /// <param name="count">Images of each style.</param>
    /// <param name="sheets">A directory, made where it is missing, that gets a picture of what was not recognized; none without it.</param>
    public static int RunDrawn(string part, int count, string? sheets = null)
    {
        var from = Enum.Parse<UploadPart>(part, ignoreCase: true);
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var digits = DigitUploads.Styles
            .Select(style =>
                (Name: style.ToString(), Answers: Ask(predictor, count, index => DigitUploads.Draw(style, from, 0, index))))
            .ToArray();
        var others = NonDigitUploads.Kinds
            .Select(kind =>
                (Name: kind.ToString(), Answers: Ask(predictor, count, index => NonDigitUploads.Draw(kind, from, 0, index))))
            .ToArray();

        Machine.Print($"uploads {part} {count}");
        Console.WriteLine("| style | images | recognized | no ink found | turned away |\n|---|---|---|---|---|");
        foreach (var (name, answers) in digits.Append(("**all**", [.. digits.SelectMany(style => style.Answers)])))
            PrintDigits(name, answers);
        Console.WriteLine("\n| no digit | images | a digit with confidence above 0.9 | a digit |\n|---|---|---|---|");
        foreach (var (name, answers) in others.Append(("**all**", [.. others.SelectMany(kind => kind.Answers)])))
            PrintOthers(name, answers);
        if (sheets is not null)
            WriteSheet(
                Path.Combine(sheets, "uploads.png"),
                [.. digits.SelectMany(style => style.Answers).Where(answer => !answer.IsRecognized)]);
        return 0;
    }

    /// <summary>A directory of images whose names end with their label before the extension: <c>…7.png</c>.</summary>
    public static int RunDirectories(IEnumerable<string> directories)
    {
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var decoder = new ImageDecoder(ImageLimits.Default);
        Console.WriteLine("| directory | images | recognized | no ink found | turned away |\n|---|---|---|---|---|");
        foreach (var directory in directories)
        {
            var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order().ToArray();
            var answers = files
                .AsParallel()
                .AsOrdered()
                .Select(file =>
                    UploadAnswer.Of(
                        predictor,
                        decoder.Decode(File.ReadAllBytes(file), MaxSide),
                        Path.GetFileNameWithoutExtension(file)[^1] - '0'))
                .ToArray();
            PrintDigits(Path.GetFileName(directory.TrimEnd('/')), answers);
            foreach (var (file, answer) in files.Zip(answers).Where(pair => !pair.Second.IsRecognized))
                Console.Error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{file}: {answer.Verdict} {answer.Reading.Best.Digit} ({answer.Reading.Best.Confidence:F2})"));
        }

        return 0;
    }

    private static UploadAnswer[] Ask(Predictor predictor, int count, Func<int, DrawnUpload> draw) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(index => UploadAnswer.Of(predictor, draw(index)))];

    private static void PrintDigits(string name, UploadAnswer[] answers) =>
        Console.WriteLine(
            $"| {name} | {answers.Length:N0} | {Share(answers, answer => answer.IsRecognized, "P2")} | {Share(answers, answer => !answer.HasInk)} | {Share(answers, answer => answer.IsTurnedAway)} |");

    private static void PrintOthers(string name, UploadAnswer[] answers) =>
        Console.WriteLine(
            $"| {name} | {answers.Length:N0} | {Share(answers, answer => answer.IsSureDigit)} | {Share(answers, answer => !answer.IsTurnedAway)} |");

    private static string Share(UploadAnswer[] answers, Func<UploadAnswer, bool> isSo, string format = "P1") =>
        (answers.Count(isSo) / (double)answers.Length).ToString(format, CultureInfo.InvariantCulture);

    private static void WriteSheet(string file, UploadAnswer[] answers)
    {
        const int Columns = 20, Cell = 30;
        var rows = (answers.Length + Columns - 1) / Columns;
        if (rows == 0) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var gray = new byte[Columns * Cell * rows * Cell];
        gray.AsSpan().Fill(90);
        for (var i = 0; i < answers.Length; i++)
        for (var y = 0; y < 28; y++)
            answers[i]
                .Reading.Image.Pixels.AsSpan(y * 28, 28)
                .CopyTo(gray.AsSpan((i / Columns * Cell + y + 1) * Columns * Cell + i % Columns * Cell + 1));
        File.WriteAllBytes(file, PngImage.Encode(gray, Columns * Cell, rows * Cell));
    }
}
