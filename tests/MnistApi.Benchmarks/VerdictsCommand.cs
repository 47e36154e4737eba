using System.Globalization;
using MnistApi.DrawnUploads;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Benchmarks;

/// <summary>What drawn uploads are taken for by the service and the model that it brings along, and the bounds that follow from them by the rules of <see cref="VerdictBounds"/>.</summary>
internal static class VerdictsCommand
{
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    /// <param name="part">work, validation or test. Bounds are read off validation.</param>
    /// <param name="count">Digits of each style; twice as many of each kind of non-digit.</param>
    public static int Run(string part, int count)
    {
        var from = Enum.Parse<UploadPart>(part, ignoreCase: true);
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel)));
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
            .. Enumerable.Range(0, count)
                .AsParallel()
                .AsOrdered()
                .Select(index => new Answer(group, UploadAnswer.Of(predictor, draw(index)))),
        ];
    }

    private static void PrintVerdicts(Answer[] digits, Answer[] others)
    {
        Console.WriteLine(
            $"| upload | images | {string.Join(" | ", Verdicts.Select(verdict => $"`{char.ToLowerInvariant($"{verdict}"[0])}{$"{verdict}"[1..]}`"))} | a digit with confidence above 0.9 | a wrong digit |\n|---|---|{string.Concat(Verdicts.Select(_ => "---|"))}---|---|");
        Answer[] all =
        [
            .. digits.Select(answer => answer with { Group = "**digits of all styles**" }),
            .. others,
            .. others.Select(answer => answer with { Group = "**all that is no digit**" }),
        ];
        foreach (
            var group in digits
                .GroupBy(answer => answer.Group)
                .Where(style => style.Any(answer => answer.Verdict != Verdict.Digit))
                .Concat(all.GroupBy(answer => answer.Group)))
        {
            Answer[] answers = [.. group];
            Console.WriteLine(
                $"| {group.Key} | {answers.Length:N0} | {string.Join(" | ", Verdicts.Select(verdict => Share(answers, answer => answer.Verdict == verdict)))} | {Share(answers, answer => answer.Upload.IsSureDigit)} | {Share(answers, answer => answer.Verdict == Verdict.Digit && answer.Label is not null && answer.Reading.Best.Digit != answer.Label)} |");
        }
    }

    private static void PrintQuantiles(Answer[] digits, Answer[] others)
    {
        Answer[] right = [.. digits.Where(answer => answer.Reading.Image.Ink is not null && answer.Reading.Best.Digit == answer.Label)];
        Answer[] inked = [.. others.Where(answer => answer.Reading.Image.Ink is not null)];
        Console.WriteLine(
            "\n| of digits that are read rightly | 0.1 % | 1 % | 2 % | 50 % | in the code | non-digits below that |\n|---|---|---|---|---|---|---|");
        Print("confidence", VerdictBounds.NoDigitBelow, answer => answer.Reading.Best.Confidence);
        Print("contrast", VerdictBounds.LowContrastBelow, answer => answer.Reading.Image.Ink!.Contrast);
        Print("length in pixels", VerdictBounds.TinyBelow, answer => answer.Reading.Image.Ink!.Box.LongerSide);

        void Print(string name, double bound, Func<Answer, double> of)
        {
            double[] values = [.. right.Select(of).Order()];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {At(values, 0.001):0.###} | {At(values, 0.01):0.###} | {At(values, 0.02):0.###} | {At(values, 0.5):0.###} | {bound} | {Share(inked, answer => of(answer) < bound)} |"));
        }
    }

    /// <summary>Shapes beside the one that was read, which the model takes for digits and which do not touch the edge: of uploads with several digits, and with one.</summary>
    private static void PrintParts(Answer[] digits, Answer[] others)
    {
        var (several, one) = (PartsOf(others.Where(answer => answer.Group == nameof(NonDigitUploadKind.SeveralDigits))), PartsOf(digits));
        Console.WriteLine(
            $"\n| taken for a digit beside the digit | of several digits ({several.Length:N0}): 1 % | 50 % | 99 % | of one digit ({one.Length:N0}): 10 % | 50 % | 90 % | in the code |\n|---|---|---|---|---|---|---|---|");
        Print("ratio of heights", VerdictBounds.MaxHeightRatio, Judgement.HeightRatio);
        Print("ratio of line widths", VerdictBounds.MaxStrokeRatio, Judgement.StrokeRatio);
        Print("overlap of rows", VerdictBounds.MinRowOverlap, Judgement.RowOverlap);

        void Print(string name, double bound, Func<DigitInk, DigitInk, double> of)
        {
            var (a, b) = (
                several.Select(pair => of(pair.Main, pair.Other)).Order().ToArray(),
                one.Select(pair => of(pair.Main, pair.Other)).Order().ToArray());
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {At(a, 0.01):F2} | {At(a, 0.5):F2} | {At(a, 0.99):F2} | {At(b, 0.1):F2} | {At(b, 0.5):F2} | {At(b, 0.9):F2} | {bound} |"));
        }
    }

    private static (DigitInk Main, DigitInk Other)[] PartsOf(IEnumerable<Answer> answers) =>
    [
        .. from answer in answers
           where answer.Reading.Image.Ink is not null && answer.Reading.Best.Confidence >= answer.AcceptFrom
           from pair in answer.Reading.Image.Others.Zip(answer.Reading.Others)
           where pair.Second.Confidence >= answer.AcceptFrom && !pair.First.Ink.TouchesBorder
           select (answer.Reading.Image.Ink, pair.First.Ink),
    ];

    /// <summary>NaN of nothing.</summary>
    private static double At(double[] ascending, double quantile) =>
        ascending.Length == 0 ? double.NaN : ascending[Math.Min(ascending.Length - 1, (int)(quantile * ascending.Length))];

    private static string Share(Answer[] answers, Func<Answer, bool> isSo) =>
        string.Create(CultureInfo.InvariantCulture, $"{answers.Count(isSo) / (double)answers.Length:P1}");

    private sealed record Answer(string Group, UploadAnswer Upload)
    {
        public int? Label => Upload.Label;

        public Reading Reading => Upload.Reading;

        public double AcceptFrom => Upload.AcceptFrom;

        public Verdict Verdict => Upload.Verdict;
    }
}
