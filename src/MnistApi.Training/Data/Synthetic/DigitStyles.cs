using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Chooses how a digit is written.</summary>
internal static class DigitStyles
{
    private static readonly WritingStyle[][] ByDigit =
        [ZeroStyles.All, OneStyles.All, TwoStyles.All, ThreeStyles.All, FourStyles.All, FiveStyles.All, SixStyles.All, SevenStyles.All, EightStyles.All, NineStyles.All];

    /// <summary>A random style of a digit, by the styles' shares.</summary>
    public static WritingStyle Pick(int digit, ref SeededRandom random) => WritingStyle.Pick(ByDigit[digit], ref random);

    /// <summary>Any style of a digit, all alike.</summary>
    public static WritingStyle PickEvenly(int digit, ref SeededRandom random) => ByDigit[digit][random.NextInt32(ByDigit[digit].Length)];
}
