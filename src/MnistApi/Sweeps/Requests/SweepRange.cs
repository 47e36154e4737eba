using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>Numbers between two ends, both included.</summary>
/// <param name="From">Less than <paramref name="To"/>; more than 0 on a logarithmic scale.</param>
/// <param name="IsWhole">Whether only whole numbers are meant.</param>
/// <param name="Steps">How many values, spread evenly; null: any.</param>
internal sealed record SweepRange(double From, double To, SweepScale Scale, bool IsWhole, int? Steps)
{
    /// <summary>Digits more would be noise: a value is rounded to a millionth of the range.</summary>
    private const double Resolution = 1e-6;

    private const int MaxDecimals = 15;

    /// <summary>How many values it has; infinite where it has any number.</summary>
    public double Count => Steps ?? (IsWhole ? To - From + 1 : double.PositiveInfinity);

    /// <summary>The values of a range with steps, rising. Of whole numbers some may be the same, where there are fewer than steps.</summary>
    public IReadOnlyList<JsonElement> Spread() =>
        [.. Enumerable.Range(0, Steps!.Value).Select(step => ToJson(At((double)step / (Steps.Value - 1))))];

    /// <summary>A value drawn at random; evenly on the range's scale.</summary>
    public JsonElement Draw(ref SeededRandom random)
    {
        var share = (random.NextUInt64() >> 11) * (1.0 / (1UL << 53)); // [0, 1)
        if (!IsWhole) return ToJson(At(share));

        // Whole numbers share the range up to the one after the last, so that both ends are as likely as those between.
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

    private JsonElement ToJson(double value) => IsWhole ? JsonSerializer.SerializeToElement((long)value) : JsonSerializer.SerializeToElement(value);
}
