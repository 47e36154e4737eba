using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Chooses a handwriting style for a digit.</summary>
internal static class DigitStyles
{
    private static readonly WritingStyle[][] ByDigit =
    [
        ZeroStyles.All, OneStyles.All, TwoStyles.All, ThreeStyles.All, FourStyles.All,
        FiveStyles.All, SixStyles.All, SevenStyles.All, EightStyles.All, NineStyles.All,
    ];

    /// <summary>A random style of a digit. The styles are as frequent as in MNIST.</summary>
    public static WritingStyle Pick(int digit, ref SeededRandom random) => WritingStyle.Pick(ByDigit[digit], ref random);

    /// <summary>A random style of a digit. All styles are equally frequent.</summary>
    public static WritingStyle PickEvenly(int digit, ref SeededRandom random) =>
        ByDigit[digit][random.NextInt32(ByDigit[digit].Length)];
}
