namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Fits a quadratic surface by weighted least squares.</summary>
internal static class QuadraticFit
{
    private const int Terms = 6; // length of PaperCell.Basis

    /// <summary>The ridge regularization. It keeps the equations solvable if all cells with weight lie on a line.</summary>
    private const double Ridge = 1e-3;

    /// <summary>Computes the coefficients that fit the medians of a channel best.</summary>
    /// <param name="weights">The weight of each cell.</param>
    /// <returns>[6], one coefficient for each term of <see cref="PaperCell.Basis"/>.</returns>
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

    /// <summary>Solves the equations by Gaussian elimination.</summary>
    /// <param name="equations">[6, 7]: the matrix, with the right-hand side in the last column.</param>
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
