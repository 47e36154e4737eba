using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Chooses how a digit is written.</summary>
internal static class DigitStyles
{
    private static readonly Style[][] ByDigit =
        [Zero.Styles, One.Styles, Two.Styles, Three.Styles, Four.Styles, Five.Styles, Six.Styles, Seven.Styles, Eight.Styles, Nine.Styles];

    /// <summary>A random style of a digit, by the styles' shares.</summary>
    public static Style Pick(int digit, ref SeededRandom random) => Style.Pick(ByDigit[digit], ref random);

    /// <summary>Any style of a digit, all alike.</summary>
    public static Style PickEvenly(int digit, ref SeededRandom random) => ByDigit[digit][random.NextInt32(ByDigit[digit].Length)];
}
