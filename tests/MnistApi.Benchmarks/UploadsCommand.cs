using MnistApi.DrawnUploads;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Rendering;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Benchmarks;

/// <summary>Measures how the service recognizes uploads: those of the drawn collection, or the images of a directory.</summary>
internal static class UploadsCommand
{
    private const int MaxSide = 2048; // As the service decodes.

    /// <summary>Recognizes the drawn collection, style by style. The part <c>test</c> is for the record alone.</summary>
    /// <param name="part">work, validation or test.</param>
    /// <param name="count">How many images to draw of each style.</param>
    /// <param name="sheets">
    /// A directory that gets a picture of what was not recognized. It is created if needed; null writes nothing.
    /// </param>
    public static int RunDrawn(string part, int count, string? sheets = null)
    {
        var from = Enum.Parse<UploadPart>(part, ignoreCase: true);
        var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var digits = DigitUploads.Styles
            .Select(style =>
                (Name: style.ToString(), Answers: Ask(predictor, count, index => DigitUploads.Draw(style, from, 0, index))))
            .ToArray();
        var others = NonDigitUploads.Kinds
            .Select(kind =>
                (Name: kind.ToString(), Answers: Ask(predictor, count, index => NonDigitUploads.Draw(kind, from, 0, index))))
            .ToArray();

        Machine.Print($"uploads {part} {count}");
        Report.Header("style", "images", "recognized", "no ink found", "turned away");
        foreach (var (name, answers) in digits.Append(("**all**", [.. digits.SelectMany(style => style.Answers)])))
            PrintDigits(name, answers);
        Console.WriteLine();
        Report.Header("no digit", "images", "a digit with confidence above 0.9", "a digit");
        foreach (var (name, answers) in others.Append(("**all**", [.. others.SelectMany(kind => kind.Answers)])))
            PrintOthers(name, answers);
        if (sheets is not null)
            WriteSheet(
                Path.Combine(sheets, "uploads.png"),
                [.. digits.SelectMany(style => style.Answers).Where(answer => !answer.IsRecognized)]);
        return 0;
    }

    /// <summary>Recognizes the images of directories. Each file name ends with the label: <c>…7.png</c>.</summary>
    public static int RunDirectories(IEnumerable<string> directories)
    {
        var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        var decoder = new ImageDecoder(ImageLimits.Default);
        Report.Header("directory", "images", "recognized", "no ink found", "turned away");
        foreach (var directory in directories)
        {
            var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order().ToArray();
            var answers = files.AsParallel().AsOrdered().Select(Answer).ToArray();
            PrintDigits(Path.GetFileName(directory.TrimEnd('/')), answers);
            foreach (var (file, answer) in files.Zip(answers).Where(pair => !pair.Second.IsRecognized))
            {
                var best = answer.Recognized.Top;
                Report.Progress($"{file}: {answer.Verdict} {best.Digit} ({best.Confidence:F2})");
            }
        }

        return 0;

        UploadAnswer Answer(string file)
        {
            var label = Path.GetFileNameWithoutExtension(file)[^1] - '0';
            return UploadAnswer.Of(predictor, decoder.Decode(File.ReadAllBytes(file), MaxSide), label);
        }
    }

    private static UploadAnswer[] Ask(Predictor predictor, int count, Func<int, DrawnUpload> draw) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(index => UploadAnswer.Of(predictor, draw(index)))];

    private static void PrintDigits(string name, UploadAnswer[] answers) =>
        Report.Row(
            $"{name}",
            $"{answers.Length:N0}",
            $"{Share(answers, answer => answer.IsRecognized):P2}",
            $"{Share(answers, answer => !answer.HasInk):P1}",
            $"{Share(answers, answer => answer.IsTurnedAway):P1}");

    private static void PrintOthers(string name, UploadAnswer[] answers) =>
        Report.Row(
            $"{name}",
            $"{answers.Length:N0}",
            $"{Share(answers, answer => answer.IsSureDigit):P1}",
            $"{Share(answers, answer => !answer.IsTurnedAway):P1}");

    private static double Share(UploadAnswer[] answers, Func<UploadAnswer, bool> isSo) => answers.Count(isSo) / (double)answers.Length;

    private static void WriteSheet(string file, UploadAnswer[] answers)
    {
        const int Columns = 20, Cell = 30;
        var rows = (answers.Length + Columns - 1) / Columns;
        if (rows == 0) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var gray = new byte[Columns * Cell * rows * Cell];
        gray.AsSpan().Fill(90);
        for (var i = 0; i < answers.Length; i++)
        {
            var corner = (i / Columns * Cell + 1) * Columns * Cell + i % Columns * Cell + 1;
            var pixels = answers[i].Recognized.Image.Pixels;
            for (var y = 0; y < 28; y++) pixels.AsSpan(y * 28, 28).CopyTo(gray.AsSpan(corner + y * Columns * Cell));
        }
        File.WriteAllBytes(file, PngImage.Encode(gray, Columns * Cell, rows * Cell));
    }
}
