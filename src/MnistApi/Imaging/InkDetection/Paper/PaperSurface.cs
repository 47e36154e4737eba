using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Models the light of the paper as a surface of the second degree, fitted so that what stands out from it, above or below, hardly counts
/// (iteratively reweighted least squares with Tukey's biweight). The fit needs to know neither ink nor threshold, so both can be judged by
/// it.
/// </summary>
internal static class PaperSurface
{
    private const int Rounds = 12;
    private const double Tukey = 4.685;            // in standard deviations: 95 % efficient for Gaussian noise
    private const double Negligible = 1e-6;        // the weight of a cell that stands out
    private const double NormalConsistency = 1.4826; // turns a median of absolute values into a standard deviation
    private const double FirstEdgeWeight = 4, EdgeWeight = 2; // Paper is expected at the edge.
    private const int EdgeCopies = 3;              // of a cell at the edge, in the median

    /// <summary>What is left of each channel without its paper.</summary>
    public static PixelPlane[] Residuals(IReadOnlyList<PixelPlane> channels)
    {
        var cells = PaperCell.Of(channels);
        var weights = Weights(cells);
        return [.. channels.Select((channel, c) => Subtract(channel, QuadraticFit.Of(cells, weights, c)))];
    }

    /// <summary>How much each cell counts as paper, judged by all channels.</summary>
    private static double[] Weights(PaperCell[] cells)
    {
        var channels = cells[0].Medians.Length;
        var weights = cells.Select(cell => cell.IsEdge ? FirstEdgeWeight : 1.0).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var surfaces = Enumerable.Range(0, channels).Select(c => QuadraticFit.Of(cells, weights, c)).ToArray();
            var distances = cells.Select(cell => DistanceOf(cell, surfaces)).ToArray();
            var deviation = Math.Max(1, NormalConsistency * WeightedMedian(distances, cells));
            weights = [.. distances.Select((distance, i) => (cells[i].IsEdge ? EdgeWeight : 1) * Biweight(distance / (Tukey * deviation)))];
        }

        return weights;
    }

    /// <summary>The largest distance of the cell's medians from the surfaces of their channels.</summary>
    private static double DistanceOf(PaperCell cell, double[][] surfaces) =>
        surfaces.Select((surface, c) => Math.Abs(cell.Medians[c] - Dot(surface, cell.Basis))).Max();

    private static double Biweight(double u) => u >= 1 ? Negligible : (1 - u * u) * (1 - u * u);

    private static double WeightedMedian(double[] distances, PaperCell[] cells)
    {
        var repeated = distances.Zip(cells).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second.IsEdge ? EdgeCopies : 1));
        var sorted = repeated.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static PixelPlane Subtract(PixelPlane channel, double[] surface)
    {
        var result = new PixelPlane(channel.Width, channel.Height);
        for (var y = 0; y < channel.Height; y++)
        {
            for (var x = 0; x < channel.Width; x++)
            {
                var (u, v) = ((x + 0.5) / channel.Width - 0.5, (y + 0.5) / channel.Height - 0.5);
                var light = surface[0] + u * (surface[1] + u * surface[3] + v * surface[4]) + v * (surface[2] + v * surface[5]);
                result.Values[y * channel.Width + x] = (float)(channel[x, y] - light);
            }
        }

        return result;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
