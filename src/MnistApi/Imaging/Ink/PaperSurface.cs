namespace MnistApi.Imaging.Ink;

/// <summary>
/// The light of the paper as a surface of the second degree, fitted so that what stands out from it, on whichever side, hardly counts
/// (iteratively reweighted least squares with Tukey's biweight). It needs to know neither ink nor threshold, so both can be judged against it.
/// </summary>
internal static class PaperSurface
{
    private const int Cells = 32;         // a side
    private const int SamplesPerCell = 8; // a side
    private const int Terms = 6;
    private const float EvenLevels = 3;   // What JPEG does to an even ground, about.
    private const double EvenShare = 0.6; // of the edge; the rest may be ink
    private const int Rounds = 12;
    private const double Tukey = 4.685;   // 95 % efficient for Gaussian noise, in standard deviations

    /// <summary>The median of the image's edge: the paper of an image too small to have shadows.</summary>
    public static float EdgeMedian(Plane plane)
    {
        var edge = EdgeOf(plane);
        edge.Sort();
        return edge[edge.Count / 2];
    }

    private static List<float> EdgeOf(Plane plane)
    {
        var edge = new List<float>();
        for (var y = 0; y < plane.Height; y++)
        {
            for (var x = 0; x < plane.Width; x += y == 0 || y == plane.Height - 1 || plane.Width == 1 ? 1 : plane.Width - 1) edge.Add(plane[x, y]);
        }

        return edge;
    }

    /// <summary>The paper of each channel where it is the same nearly all along the image's edge, as in drawings; null in photos.</summary>
    public static float[]? Even(IReadOnlyList<Plane> channels)
    {
        var edges = channels.Select(EdgeOf).ToArray();
        float[] papers = [.. edges.Select(edge => edge.Order().ElementAt(edge.Count / 2))];
        var even = Enumerable.Range(0, edges[0].Count).Count(i => edges.Select((edge, c) => Math.Abs(edge[i] - papers[c])).Max() <= EvenLevels);
        return even >= EvenShare * edges[0].Count ? papers : null;
    }

    /// <summary>What is left of each channel when its paper is taken away.</summary>
    public static Plane[] Residuals(IReadOnlyList<Plane> channels)
    {
        var cells = Medians(channels);
        var weights = Weights(cells);
        return [.. channels.Select((channel, c) => Subtract(channel, Fit(cells, weights, c)))];
    }

    /// <summary>The medians of all channels in each cell of a lattice: ink is in few pixels of most.</summary>
    private static Cell[] Medians(IReadOnlyList<Plane> channels)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var (columns, rows) = (Math.Min(Cells, width), Math.Min(Cells, height));
        var cells = new Cell[columns * rows];
        var samples = new float[SamplesPerCell * SamplesPerCell];
        for (var i = 0; i < cells.Length; i++)
        {
            int left = i % columns * width / columns, right = (i % columns + 1) * width / columns;
            int top = i / columns * height / rows, bottom = (i / columns + 1) * height / rows;
            var medians = new double[channels.Count];
            for (var c = 0; c < channels.Count; c++)
            {
                var count = 0;
                for (var y = 0; y < Math.Min(SamplesPerCell, bottom - top); y++)
                    for (var x = 0; x < Math.Min(SamplesPerCell, right - left); x++)
                        samples[count++] = channels[c][left + x * (right - left) / Math.Min(SamplesPerCell, right - left), top + y * (bottom - top) / Math.Min(SamplesPerCell, bottom - top)];
                Array.Sort(samples, 0, count);
                medians[c] = samples[count / 2];
            }

            cells[i] = new Cell(Basis((left + right) / 2.0 / width, (top + bottom) / 2.0 / height), medians, IsEdge: i % columns is 0 || i % columns == columns - 1 || i / columns is 0 || i / columns == rows - 1);
        }

        return cells;
    }

    /// <summary>How much each cell is paper, by all channels. The edge counts more at first: that is where paper is expected.</summary>
    private static double[] Weights(Cell[] cells)
    {
        var channels = cells[0].Medians.Length;
        var weights = cells.Select(cell => cell.IsEdge ? 4.0 : 1.0).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var surfaces = Enumerable.Range(0, channels).Select(c => Fit(cells, weights, c)).ToArray();
            var distances = cells.Select(cell => surfaces.Select((surface, c) => Math.Abs(cell.Medians[c] - Dot(surface, cell.Basis))).Max()).ToArray();
            var deviation = Math.Max(1, 1.4826 * WeightedMedian(distances, cells));
            weights = [.. distances.Select((distance, i) => (cells[i].IsEdge ? 2 : 1) * Biweight(distance / (Tukey * deviation)))];
        }

        return weights;
    }

    private static double Biweight(double u) => u >= 1 ? 1e-6 : (1 - u * u) * (1 - u * u);

    private static double WeightedMedian(double[] distances, Cell[] cells)
    {
        var sorted = distances.Zip(cells).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second.IsEdge ? 3 : 1)).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Weighted least squares by the normal equations; a little ridge keeps them soluble where all weight lies on a line.</summary>
    private static double[] Fit(Cell[] cells, double[] weights, int channel)
    {
        var equations = new double[Terms, Terms + 1];
        for (var i = 0; i < cells.Length; i++)
        {
            for (var row = 0; row < Terms; row++)
            {
                for (var column = 0; column < Terms; column++) equations[row, column] += weights[i] * cells[i].Basis[row] * cells[i].Basis[column];
                equations[row, Terms] += weights[i] * cells[i].Basis[row] * cells[i].Medians[channel];
            }
        }

        for (var row = 1; row < Terms; row++) equations[row, row] += 1e-3 * cells.Length;
        return Solve(equations);
    }

    private static double[] Solve(double[,] equations)
    {
        for (var pivot = 0; pivot < Terms; pivot++)
        {
            for (var row = pivot + 1; row < Terms; row++)
            {
                var factor = equations[row, pivot] / equations[pivot, pivot];
                for (var column = pivot; column <= Terms; column++) equations[row, column] -= factor * equations[pivot, column];
            }
        }

        var solution = new double[Terms];
        for (var row = Terms - 1; row >= 0; row--)
        {
            var sum = equations[row, Terms];
            for (var column = row + 1; column < Terms; column++) sum -= equations[row, column] * solution[column];
            solution[row] = sum / equations[row, row];
        }

        return solution;
    }

    private static Plane Subtract(Plane channel, double[] surface)
    {
        var result = new Plane(channel.Width, channel.Height);
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

    private static double[] Basis(double x, double y) => [1, x - 0.5, y - 0.5, (x - 0.5) * (x - 0.5), (x - 0.5) * (y - 0.5), (y - 0.5) * (y - 0.5)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private sealed record Cell(double[] Basis, double[] Medians, bool IsEdge);
}
