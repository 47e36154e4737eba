using System.Text.Json;
using MnistApi.DrawnUploads;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Benchmarks;

/// <summary>
/// Shows which verdicts the service gives drawn uploads with the built-in model, and the bounds that follow by the rules of
/// <see cref="VerdictBounds"/>.
/// </summary>
internal static class VerdictsCommand
{
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    /// <param name="part">work, validation or test. The bounds come from validation.</param>
    /// <param name="count">How many digits to draw of each style. Each kind of non-digit gets twice as many.</param>
    public static int Run(string part, int count)
    {
        var from = Enum.Parse<UploadPart>(part, ignoreCase: true);
        var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
        Answer[] digits =
        [
            .. DigitUploads.Styles.SelectMany(style =>
                Ask(predictor, style.ToString(), count, index => DigitUploads.Draw(style, from, 0, index))),
        ];
        Answer[] others =
        [
            .. NonDigitUploads.Kinds.SelectMany(kind =>
                Ask(predictor, kind.ToString(), 2 * count, index => NonDigitUploads.Draw(kind, from, 0, index))),
        ];

        Machine.Print($"verdicts {part} {count}");
        PrintVerdicts(digits, others);
        PrintQuantiles(digits, others);
        PrintParts(digits, others);
        return 0;
    }

    private static Answer[] Ask(Predictor predictor, string group, int count, Func<int, DrawnUpload> draw)
    {
        Console.Error.WriteLine(group);
        return
        [
            .. Enumerable.Range(0, count).AsParallel().AsOrdered()
                .Select(index => new Answer(group, UploadAnswer.Of(predictor, draw(index)))),
        ];
    }

    private static void PrintVerdicts(Answer[] digits, Answer[] others)
    {
        Report.Header([
            "upload",
            "images",
            .. Verdicts.Select(verdict => $"`{JsonNamingPolicy.CamelCase.ConvertName($"{verdict}")}`"),
            "a digit with confidence above 0.9",
            "a wrong digit",
        ]);
        Answer[] all =
        [
            .. digits.Select(answer => answer with { Group = "**digits of all styles**" }),
            .. others,
            .. others.Select(answer => answer with { Group = "**all non-digits**" }),
        ];
        var difficultStyles = digits.GroupBy(answer => answer.Group)
            .Where(style => style.Any(answer => answer.Verdict != Verdict.Digit));
        foreach (var group in difficultStyles.Concat(all.GroupBy(answer => answer.Group)))
        {
            Answer[] answers = [.. group];
            Report.Row([
                $"{group.Key}",
                $"{answers.Length:N0}",
                .. Verdicts.Select(verdict => (FormattableString)$"{Share(answers, answer => answer.Verdict == verdict):P1}"),
                $"{Share(answers, answer => answer.Upload.IsSureDigit):P1}",
                $"{Share(answers, answer => answer.IsWrongDigit):P1}",
            ]);
        }
    }

    private static void PrintQuantiles(Answer[] digits, Answer[] others)
    {
        Answer[] right =
            [.. digits.Where(answer => answer.Recognized.Image.Ink is not null && answer.Recognized.Top.Digit == answer.Label)];
        Answer[] inked = [.. others.Where(answer => answer.Recognized.Image.Ink is not null)];
        Console.WriteLine();
        Report.Header("of digits that are read correctly", "0.1 %", "1 %", "2 %", "50 %", "bound in the code", "non-digits below it");
        Print("confidence", VerdictBounds.NoDigitBelow, answer => answer.Recognized.Top.Confidence);
        Print("contrast", VerdictBounds.LowContrastBelow, answer => answer.Recognized.Image.Ink!.Contrast);
        Print("length in pixels", VerdictBounds.TinyBelow, answer => answer.Recognized.Image.Ink!.Box.LongerSide);

        void Print(string name, double bound, Func<Answer, double> of)
        {
            double[] values = [.. right.Select(of).Order()];
            Report.Row(
                $"{name}",
                $"{At(values, 0.001):0.###}",
                $"{At(values, 0.01):0.###}",
                $"{At(values, 0.02):0.###}",
                $"{At(values, 0.5):0.###}",
                $"{bound}",
                $"{Share(inked, answer => of(answer) < bound):P1}");
        }
    }

    /// <summary>
    /// Prints how shapes compare with the digit beside them, for uploads with several digits and for uploads with one. Only shapes that the
    /// model takes for digits and that do not touch the edge count.
    /// </summary>
    private static void PrintParts(Answer[] digits, Answer[] others)
    {
        var several = PartsOf(others.Where(answer => answer.Group == nameof(NonDigitUploadKind.SeveralDigits)));
        var one = PartsOf(digits);
        Console.WriteLine();
        Report.Header(
            "a second shape that looks like a digit",
            FormattableString.Invariant($"beside one of several digits ({several.Length:N0}): 1 %"),
            "50 %",
            "99 %",
            FormattableString.Invariant($"beside a single digit ({one.Length:N0}): 10 %"),
            "50 %",
            "90 %",
            "bound in the code");
        Print("ratio of heights", VerdictBounds.MaxHeightRatio, VerdictRules.HeightRatio);
        Print("ratio of line widths", VerdictBounds.MaxStrokeRatio, VerdictRules.StrokeRatio);
        Print("overlap of rows", VerdictBounds.MinRowOverlap, VerdictRules.RowOverlap);

        void Print(string name, double bound, Func<DigitInk, DigitInk, double> of)
        {
            double[] a = [.. several.Select(pair => of(pair.Main, pair.Other)).Order()];
            double[] b = [.. one.Select(pair => of(pair.Main, pair.Other)).Order()];
            Report.Row(
                $"{name}",
                $"{At(a, 0.01):F2}",
                $"{At(a, 0.5):F2}",
                $"{At(a, 0.99):F2}",
                $"{At(b, 0.1):F2}",
                $"{At(b, 0.5):F2}",
                $"{At(b, 0.9):F2}",
                $"{bound}");
        }
    }

    private static (DigitInk Main, DigitInk Other)[] PartsOf(IEnumerable<Answer> answers) =>
    [
        .. from answer in answers
           where answer.Recognized.Image.Ink is not null && answer.Recognized.Top.Confidence >= answer.ConfidenceThreshold
           from pair in answer.Recognized.Image.Others.Zip(answer.Recognized.Others)
           where pair.Second.Confidence >= answer.ConfidenceThreshold && !pair.First.Ink.TouchesBorder
           select (answer.Recognized.Image.Ink, pair.First.Ink),
    ];

    /// <summary>A quantile; NaN if there are no values.</summary>
    private static double At(double[] ascending, double quantile) =>
        ascending.Length == 0 ? double.NaN : ascending[Math.Min(ascending.Length - 1, (int)(quantile * ascending.Length))];

    private static double Share(Answer[] answers, Func<Answer, bool> isSo) => answers.Count(isSo) / (double)answers.Length;

    private sealed record Answer(string Group, UploadAnswer Upload)
    {
        public int? Label => Upload.Label;

        public RecognizedImage Recognized => Upload.Recognized;

        public double ConfidenceThreshold => Upload.ConfidenceThreshold;

        public Verdict Verdict => Upload.Verdict;

        public bool IsWrongDigit => Verdict == Verdict.Digit && Label is not null && Recognized.Top.Digit != Label;
    }
}
