using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Models the illumination of the paper as a quadratic surface. Iteratively reweighted least squares with Tukey's biweight (Beaton and
/// Tukey, "The fitting of power series", 1974) gives ink and other outliers almost no weight. The fit uses no threshold and does not depend
/// on whether the ink is dark.
/// </summary>
internal static class PaperSurface
{
    private const int Iterations = 12;
    private const double TukeyConstant = 4.685;      // standard deviations; 95 % efficiency for Gaussian noise
    private const double OutlierWeight = 1e-6;
    private const double NormalConsistency = 1.4826; // the standard deviation of Gaussian noise, in median absolute deviations
    private const double FirstEdgeWeight = 4, EdgeWeight = 2; // Cells at the edge of the image are more likely to be paper.
    private const int EdgeRepeats = 3;               // how often the weighted median counts a cell at the edge

    /// <summary>Subtracts the paper from each channel.</summary>
    /// <param name="channels">Each [height, width], 0 to 255.</param>
    /// <returns>Each [height, width]: the difference from the paper in levels, below 0 where the image is darker.</returns>
    public static PixelPlane[] Residuals(IReadOnlyList<PixelPlane> channels)
    {
        var cells = PaperCell.Of(channels);
        var weights = Weights(cells);
        return [.. channels.Zip(QuadraticFit.Of(cells, weights), Subtract)];
    }

    /// <summary>Computes the weight of each cell as paper from all channels together.</summary>
    private static double[] Weights(PaperCell[] cells)
    {
        var weights = cells.Select(cell => cell.IsEdge ? FirstEdgeWeight : 1.0).ToArray();
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var surfaces = QuadraticFit.Of(cells, weights);
            var distances = Array.ConvertAll(cells, cell => DistanceOf(cell, surfaces));
            var deviation = Math.Max(1, NormalConsistency * WeightedMedian(distances, cells));
            for (var i = 0; i < cells.Length; i++) weights[i] = WeightOf(cells[i], distances[i] / (TukeyConstant * deviation));
        }

        return weights;
    }

    /// <summary>Computes the largest distance between the medians of a cell and the surfaces of their channels.</summary>
    private static double DistanceOf(PaperCell cell, double[][] surfaces)
    {
        var largest = 0.0;
        for (var c = 0; c < surfaces.Length; c++)
            largest = Math.Max(largest, Math.Abs(cell.Medians[c] - TensorPrimitives.Dot<double>(surfaces[c], cell.Basis)));
        return largest;
    }

    /// <param name="u">The distance of the cell from the surfaces, divided by the distance from which a cell is an outlier.</param>
    private static double WeightOf(PaperCell cell, double u) => (cell.IsEdge ? EdgeWeight : 1) * Biweight(u);

    private static double Biweight(double u) => u >= 1 ? OutlierWeight : (1 - u * u) * (1 - u * u);

    private static double WeightedMedian(double[] distances, PaperCell[] cells)
    {
        var repeated = new List<double>(EdgeRepeats * distances.Length);
        for (var i = 0; i < cells.Length; i++)
            for (var repeat = 0; repeat < (cells[i].IsEdge ? EdgeRepeats : 1); repeat++) repeated.Add(distances[i]);
        repeated.Sort();
        return repeated[repeated.Count / 2];
    }

    private static PixelPlane Subtract(PixelPlane channel, double[] surface)
    {
        var result = channel.Memory.Uninitialized(channel.Width, channel.Height);
        for (var y = 0; y < channel.Height; y++)
        {
            var v = (y + 0.5) / channel.Height - 0.5;
            var (constant, linear, quadratic) = (surface[0] + v * (surface[2] + v * surface[5]), surface[1] + v * surface[4], surface[3]);
            ReadOnlySpan<float> from = channel.Row(y);
            var to = result.Row(y);
            for (var x = 0; x < from.Length; x++)
            {
                var u = (x + 0.5) / channel.Width - 0.5;
                to[x] = (float)(from[x] - (constant + u * (linear + u * quadratic)));
            }
        }

        return result;
    }
}
