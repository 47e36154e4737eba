using System.Globalization;

namespace MnistApi.TrainingRuns.Curves;

/// <summary>An axis: a range of numbers with ticks at round numbers.</summary>
/// <param name="IsLogarithmic">Whether the scale is logarithmic.</param>
internal sealed record Axis(double Low, double High, bool IsLogarithmic, IReadOnlyList<Tick> Ticks)
{
    /// <summary>
    /// If the largest loss is more than this many times the smallest, a linear axis would show little except the first epochs.
    /// </summary>
    public const double LogarithmicRatio = 50;

    private const int LinearTicks = 5, EpochTicks = 8, MaxDecades = 8;

    /// <summary>The position of a value: 0 at the low end of the axis, 1 at the high end.</summary>
    public double Position(double value) => IsLogarithmic
        ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
        : (value - Low) / (High - Low);

    /// <summary>An axis from the first epoch to the last. A single epoch has space on both sides.</summary>
    public static Axis OfEpochs(int first, int last)
    {
        if (first == last) return new Axis(first - 1, last + 1, IsLogarithmic: false, [EpochTick(first)]);

        var step = (int)Math.Max(1, NiceStep((double)(last - first) / EpochTicks));
        var ticks = Enumerable.Range(first, last - first + 1).Where(epoch => epoch % step == 0).ToList();
        if (ticks.Count == 0 || ticks[0] - first > 0.4 * step) ticks.Insert(0, first);
        return new Axis(first, last, IsLogarithmic: false, [.. ticks.Select(EpochTick)]);
    }

    /// <summary>An axis of accuracies from 0 to 1, with labels in percent.</summary>
    public static Axis OfAccuracy(IReadOnlyCollection<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        if (high - low < 0.005) (low, high) = (Math.Max(0, low - 0.02), Math.Min(1, high + 0.02));
        return Linear(low, high, value => (100 * value).ToString("0.####", CultureInfo.InvariantCulture) + " %");
    }

    /// <summary>
    /// An axis of losses. It is logarithmic if they span orders of magnitude; otherwise it starts at 0, unless all are far above 0.
    /// </summary>
    public static Axis OfLoss(IReadOnlyCollection<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        if (low > 0 && high / low > LogarithmicRatio) return Logarithmic(low, high);

        if (low > 0 && low < 0.7 * high) low = 0;
        var isConstant = high - low <= 1e-9 * Math.Abs(high);
        if (isConstant) (low, high) = high == 0 ? (0, 1) : (high - Math.Abs(high) / 10, high + Math.Abs(high) / 10);
        return Linear(low, high, Number);
    }

    private static Axis Linear(double low, double high, Func<double, string> label)
    {
        const double tolerance = 1e-9;
        var step = NiceStep((high - low) / LinearTicks);
        var (first, last) = (Math.Floor(low / step + tolerance), Math.Ceiling(high / step - tolerance));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step);
        return new Axis(first * step, last * step, IsLogarithmic: false, [.. ticks.Select(value => new Tick(value, label(value)))]);
    }

    private static Axis Logarithmic(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        int[] mantissas = last - first <= 3 ? [1, 2, 5] : [1];
        var stride = (last - first + MaxDecades - 1) / MaxDecades;

        List<double> ticks = [];
        for (var exponent = first; exponent < last + stride; exponent += stride)
            ticks.AddRange(mantissas.Select(mantissa => mantissa * Math.Pow(10, exponent)));
        var start = ticks.FindLastIndex(tick => tick <= low);
        var end = ticks.FindIndex(tick => tick >= high);
        if (start > 0 || end < ticks.Count - 1) ticks = ticks[Math.Max(0, start)..(end + 1)];
        return new Axis(ticks[0], ticks[^1], IsLogarithmic: true, [.. ticks.Select(value => new Tick(value, Number(value)))]);
    }

    /// <summary>The smallest step of 1, 2 or 5 times a power of ten that is at least the given step.</summary>
    private static double NiceStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is 0 or (>= 1e-4 and < 1e6) ? "0.######" : "0.##e0", CultureInfo.InvariantCulture);

    private static Tick EpochTick(int epoch) => new(epoch, epoch.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A tick on an axis.</summary>
internal readonly record struct Tick(double Value, string Label);
