using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>A range of numbers that includes both ends.</summary>
/// <param name="From">The low end, less than <paramref name="To"/>. On a logarithmic scale it is greater than 0.</param>
/// <param name="To">The high end.</param>
/// <param name="Scale">The scale on which values are spaced and drawn.</param>
/// <param name="IsWhole">Whether the range contains only whole numbers.</param>
/// <param name="Steps">The number of evenly spaced values; null if every number in the range is a value.</param>
internal sealed record SweepRange(double From, double To, SweepScale Scale, bool IsWhole, int? Steps)
{
    /// <summary>Values are rounded to a millionth of the range, because more digits would have no effect.</summary>
    private const double Resolution = 1e-6;

    private const int MaxDecimals = 15;

    /// <summary>The number of values; infinite for real numbers without steps.</summary>
    public double Count => Steps ?? (IsWhole ? To - From + 1 : double.PositiveInfinity);

    /// <summary>
    /// Returns the values of a range with steps, in ascending order. Whole numbers repeat if the range has fewer of them than steps.
    /// </summary>
    public IReadOnlyList<JsonElement> Spread() =>
        [.. Enumerable.Range(0, Steps!.Value).Select(step => ToJson(At((double)step / (Steps.Value - 1))))];

    /// <summary>Draws a value at random. The distribution is uniform on the scale of the range.</summary>
    public JsonElement Draw(ref SeededRandom random)
    {
        var share = (random.NextUInt64() >> 11) * (1.0 / (1UL << 53)); // [0, 1)
        if (!IsWhole) return ToJson(At(share));

        // Each whole number n covers [n, n + 1), so that both ends are as likely as the numbers between them.
        var value = Scale == SweepScale.Log ? From * Math.Pow((To + 1) / From, share) : From + share * (To + 1 - From);
        return ToJson(Math.Clamp(Math.Floor(value), From, To));
    }

    private double At(double share)
    {
        if (share is 0 or 1) return share == 0 ? From : To;
        var value = Scale == SweepScale.Log ? From * Math.Pow(To / From, share) : From + share * (To - From);
        if (IsWhole) return Math.Round(value, MidpointRounding.AwayFromZero);

        var width = Scale == SweepScale.Log ? value * Math.Min(1, Math.Log(To / From)) : To - From;
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(width * Resolution)), 0, MaxDecimals);
        return Math.Clamp(Math.Round(value, decimals), From, To);
    }

    private JsonElement ToJson(double value) =>
        IsWhole ? JsonSerializer.SerializeToElement((long)value) : JsonSerializer.SerializeToElement(value);
}
