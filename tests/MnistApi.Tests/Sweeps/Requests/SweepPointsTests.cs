using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Requests;

namespace MnistApi.Tests.Sweeps.Requests;

public class SweepPointsTests
{
    [Fact]
    public void A_grid_combines_all_values_and_varies_the_last_parameter_first() =>
        Assert.Equal(
            ["1 [8]", "1 [16]", "2 [8]", "2 [16]", "3 [8]", "3 [16]"],
            Texts(SweepPoints.Grid([List("1", "2", "3"), List("[8]", "[16]")])));

    [Theory]
    [InlineData(0.001, 1, SweepScale.Log, 4, false, "0.001 0.01 0.1 1")]
    [InlineData(0, 0.3, SweepScale.Linear, 4, false, "0 0.1 0.2 0.3")]
    [InlineData(-1, 1, SweepScale.Linear, 3, false, "-1 0 1")]
    [InlineData(8, 128, SweepScale.Log, 5, true, "8 16 32 64 128")]
    [InlineData(1, 10, SweepScale.Linear, 4, true, "1 4 7 10")]
    [InlineData(0.0001, 0.1, SweepScale.Log, 3, false, "0.0001 0.003162278 0.1")]
    public void The_values_of_a_range_are_evenly_spaced_from_end_to_end(
        double from,
        double to,
        SweepScale scale,
        int steps,
        bool isWhole,
        string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', new SweepRange(from, to, scale, isWhole, steps).Spread().Select(value => value.GetRawText())),
            ignoreCase: true);

    [Fact]
    public void Equal_seeds_draw_equal_points_and_other_seeds_draw_others()
    {
        SweepParameter[] parameters =
        [
            Range(0.0001, 0.1, SweepScale.Log),
            Range(1, 1000, SweepScale.Linear, isWhole: true),
            List("[8]", "[16]"),
        ];

        Assert.Equal(Texts(SweepPoints.Random(parameters, 50, seed: 7)), Texts(SweepPoints.Random(parameters, 50, seed: 7)));
        Assert.Empty(Texts(SweepPoints.Random(parameters, 50, seed: 7)).Intersect(Texts(SweepPoints.Random(parameters, 50, seed: 8))));
        Assert.Equal(Texts(SweepPoints.Random(parameters, 50, seed: 7)).Take(20), Texts(SweepPoints.Random(parameters, 20, seed: 7)));
    }

    [Fact]
    public void Drawn_points_all_differ_even_if_every_combination_is_needed()
    {
        var points = Texts(SweepPoints.Random([Range(1, 64, SweepScale.Log, isWhole: true), List("true", "false")], 128, seed: 1));

        Assert.Equal(128, points.Distinct().Count());
    }

    [Theory]
    [InlineData(SweepScale.Linear)]
    [InlineData(SweepScale.Log)]
    public void Draws_are_within_the_range_and_even_on_its_scale(SweepScale scale)
    {
        // Half of the draws are below the middle of the scale: 0.53125, or the square root of 0.0625 × 1.
        var values = SweepPoints.Random([Range(0.0625, 1, scale)], 2000, seed: 3).Select(point => point[0].GetDouble()).ToArray();

        Assert.All(values, value => Assert.InRange(value, 0.0625, 1));
        Assert.InRange(values.Count(value => value < (scale == SweepScale.Linear ? 0.53125 : 0.25)), 900, 1100);
    }

    [Fact]
    public void The_ends_of_a_range_of_whole_numbers_are_drawn_as_often_as_the_numbers_between()
    {
        var draws = Enumerable.Range(0, 3000)
            .Select(seed => SweepPoints.Random([Range(1, 3, SweepScale.Linear, isWhole: true)], 1, seed)[0][0].GetInt32())
            .ToArray();

        Assert.All([1, 2, 3], value => Assert.InRange(draws.Count(drawn => drawn == value), 900, 1100));
    }

    [Fact]
    public void A_request_for_more_points_than_exist_returns_all_that_exist() =>
        Assert.Equal(2, SweepPoints.Random([List("1", "2")], 5, seed: 1).Count);

    private static IReadOnlyList<string> Texts(IEnumerable<JsonElement[]> points) =>
        [.. points.Select(point => string.Join(' ', point.Select(value => value.GetRawText())))];

    private static SweepParameter List(params string[] values) => new("list", [.. values.Select(value => JsonElement.Parse(value))], null);

    private static SweepParameter Range(double from, double to, SweepScale scale, bool isWhole = false) =>
        new("range", null, new SweepRange(from, to, scale, isWhole, null));
}
