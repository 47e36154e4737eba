namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Fits a surface of the second degree by weighted least squares.</summary>
internal static class QuadraticFit
{
    private const int Terms = 6; // of PaperCell.Basis

    /// <summary>A little ridge, so that the equations stay soluble if all weight lies on a line.</summary>
    private const double Ridge = 1e-3;

    /// <summary>The coefficients of the terms that fit the medians of a channel best.</summary>
    public static double[] Of(PaperCell[] cells, double[] weights, int channel)
    {
        var equations = new double[Terms, Terms + 1]; // the normal equations
        for (var i = 0; i < cells.Length; i++)
        {
            var (basis, weight) = (cells[i].Basis, weights[i]);
            for (var row = 0; row < Terms; row++)
            {
                for (var column = 0; column < Terms; column++) equations[row, column] += weight * basis[row] * basis[column];
                equations[row, Terms] += weight * basis[row] * cells[i].Medians[channel];
            }
        }

        for (var row = 1; row < Terms; row++) equations[row, row] += Ridge * cells.Length;
        return Solve(equations);
    }

    /// <summary>Gaussian elimination.</summary>
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
}
