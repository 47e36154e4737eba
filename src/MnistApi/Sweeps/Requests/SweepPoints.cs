using System.Text.Json;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>
/// Combines the values of parameters into points. A point has one value for each parameter, in the order of the parameters.
/// </summary>
internal static class SweepPoints
{
    /// <summary>Separates these random numbers from those of other uses of the same seed.</summary>
    private const long Purpose = 0x53574550;

    /// <summary>The largest number of draws. On a logarithmic scale, some whole numbers are drawn rarely.</summary>
    private const int MaxDraws = 200_000;

    /// <summary>The number of points; infinite if a range contains real numbers and has no steps.</summary>
    public static double Count(IEnumerable<SweepParameter> parameters) =>
        parameters.Aggregate(1.0, (count, parameter) => count * parameter.Count);

    /// <summary>All combinations of values. The last parameter varies fastest.</summary>
    /// <param name="parameters">Parameters with values: none of them is a range without steps.</param>
    public static IReadOnlyList<JsonElement[]> Grid(IReadOnlyList<SweepParameter> parameters)
    {
        IEnumerable<JsonElement[]> points = [[]];
        foreach (var parameter in parameters)
            points = points.SelectMany(point => parameter.Values!.Select(value => (JsonElement[])[.. point, value]));
        return [.. points];
    }

    /// <summary>Draws different points at random. Returns fewer points if it does not find enough.</summary>
    public static IReadOnlyList<JsonElement[]> Random(IReadOnlyList<SweepParameter> parameters, int count, long seed)
    {
        var random = new SeededRandom(seed, Purpose);
        var points = new List<JsonElement[]>();
        var known = new HashSet<string>();
        for (var draw = 0; draw < MaxDraws && points.Count < count; draw++)
        {
            var point = new JsonElement[parameters.Count];
            for (var i = 0; i < point.Length; i++) point[i] = parameters[i].Draw(ref random);
            if (known.Add(string.Join('\n', point.Select(value => value.GetRawText())))) points.Add(point);
        }

        return points;
    }
}
