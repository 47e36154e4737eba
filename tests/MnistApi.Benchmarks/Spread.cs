using System.Globalization;

namespace MnistApi.Benchmarks;

/// <summary>Median, smallest and largest value; printed as <c>1.9 (1.7–2.0)</c>, with the format applied to each.</summary>
internal readonly record struct Spread(double Median, double Smallest, double Largest) : IFormattable
{
    public static Spread Of(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return new Spread(ordered[ordered.Length / 2], ordered[0], ordered[^1]);
    }

    public static Spread Of<T>(IEnumerable<T> rounds, Func<T, double> value) => Of(rounds.Select(value));

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        string Format(double value) => value.ToString(format, formatProvider);

        return $"{Format(Median)} ({Format(Smallest)}–{Format(Largest)})";
    }

    public override string ToString() => ToString("G3", CultureInfo.InvariantCulture);
}
