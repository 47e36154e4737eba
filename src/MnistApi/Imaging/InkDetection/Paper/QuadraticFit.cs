namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Fits a quadratic surface by weighted least squares.</summary>
internal static class QuadraticFit
{
    private const int Terms = 6; // length of PaperCell.Basis

    /// <summary>The ridge regularization. It keeps the equations solvable if all cells with weight lie on a line.</summary>
    private const double Ridge = 1e-3;

    /// <summary>Computes the coefficients that fit the medians of each channel best.</summary>
    /// <param name="weights">The weight of each cell.</param>
    /// <returns>[channels][6], one coefficient for each term of <see cref="PaperCell.Basis"/>.</returns>
    public static double[][] Of(PaperCell[] cells, double[] weights)
    {
        var channels = cells[0].Medians.Length;
        var equations = new double[Terms * (Terms + channels)]; // the normal equations: [6, 6 + channels]
        for (var i = 0; i < cells.Length; i++)
        {
            for (var row = 0; row < Terms; row++)
            {
                var factor = weights[i] * cells[i].Basis[row];
                var equation = equations.AsSpan(row * (Terms + channels), Terms + channels);
                for (var column = 0; column < Terms; column++) equation[column] += factor * cells[i].Basis[column];
                for (var c = 0; c < channels; c++) equation[Terms + c] += factor * cells[i].Medians[c];
            }
        }

        for (var row = 1; row < Terms; row++) equations[row * (Terms + channels) + row] += Ridge * cells.Length;
        Eliminate(equations, Terms + channels);
        return [.. Enumerable.Range(Terms, channels).Select(column => Solve(equations, Terms + channels, column))];
    }

    /// <summary>Makes the matrix upper triangular by Gaussian elimination.</summary>
    /// <param name="equations">[6, width]: the matrix, with the right-hand sides in the last columns.</param>
    private static void Eliminate(Span<double> equations, int width)
    {
        for (var pivot = 0; pivot < Terms; pivot++)
        {
            for (var row = pivot + 1; row < Terms; row++)
            {
                var factor = equations[row * width + pivot] / equations[pivot * width + pivot];
                for (var column = pivot; column < width; column++)
                    equations[row * width + column] -= factor * equations[pivot * width + column];
            }
        }
    }

    /// <summary>Solves the triangular equations for a right-hand side.</summary>
    /// <param name="rightHandSide">The column of the right-hand side.</param>
    private static double[] Solve(ReadOnlySpan<double> equations, int width, int rightHandSide)
    {
        var solution = new double[Terms];
        for (var row = Terms - 1; row >= 0; row--)
        {
            var sum = equations[row * width + rightHandSide];
            for (var column = row + 1; column < Terms; column++) sum -= equations[row * width + column] * solution[column];
            solution[row] = sum / equations[row * width + row];
        }

        return solution;
    }
}
