using System.Text.Json;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>Combines the values of parameters: a point has one of each, in their order.</summary>
internal static class SweepPoints
{
    /// <summary>Apart from every other use of the same seed.</summary>
    private const long Purpose = 0x53574550;

    /// <summary>Draws until so many points are found; a range of whole numbers on a logarithmic scale has some that come up rarely.</summary>
    private const int MaxDraws = 200_000;

    /// <summary>How many points there are; infinite where a range has any number.</summary>
    public static double Count(IEnumerable<SweepParameter> parameters) => parameters.Aggregate(1.0, (count, parameter) => count * parameter.Count);

    /// <summary>Every value with every other; the last parameter changes first. All have values.</summary>
    public static IReadOnlyList<JsonElement[]> Grid(IReadOnlyList<SweepParameter> parameters) =>
        [.. parameters.Aggregate<SweepParameter, IEnumerable<JsonElement[]>>([[]], (points, parameter) => points.SelectMany(point => parameter.Values!.Select(value => (JsonElement[])[.. point, value])))];

    /// <summary>Points drawn at random, no two the same. Fewer where no more are found.</summary>
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
