using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// A cell of a grid over the image. Most pixels of a cell are usually paper, so the median of each channel is the level of the paper.
/// </summary>
/// <param name="Basis">
/// [6], the terms of a quadratic surface at the cell's center: 1, u, v, u², uv and v². The coordinates u and v are -0.5 to 0.5, with the
/// origin at the image's center.
/// </param>
/// <param name="Medians">[channels], 0 to 255.</param>
/// <param name="IsEdge">Whether the cell is at the edge of the image.</param>
internal sealed record PaperCell(double[] Basis, double[] Medians, bool IsEdge)
{
    private const int CellsPerSide = 32;
    private const int SamplesPerSide = 8; // of a cell

    /// <summary>Divides the image into cells, row by row.</summary>
    public static PaperCell[] Of(IReadOnlyList<PixelPlane> channels)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var (columns, rows) = (Math.Min(CellsPerSide, width), Math.Min(CellsPerSide, height));
        var cells = new PaperCell[columns * rows];
        for (var i = 0; i < cells.Length; i++)
        {
            var (column, row) = (i % columns, i / columns);
            int left = column * width / columns, right = (column + 1) * width / columns;
            int top = row * height / rows, bottom = (row + 1) * height / rows;
            var basis = BasisAt((left + right) / 2.0 / width, (top + bottom) / 2.0 / height);
            double[] medians = [.. channels.Select(channel => MedianOf(channel, left, top, right, bottom))];
            cells[i] = new PaperCell(basis, medians, column == 0 || column == columns - 1 || row == 0 || row == rows - 1);
        }

        return cells;
    }

    /// <param name="x">0 (left edge) to 1.</param>
    /// <param name="y">0 (top edge) to 1.</param>
    private static double[] BasisAt(double x, double y)
    {
        var (u, v) = (x - 0.5, y - 0.5);
        return [1, u, v, u * u, u * v, v * v];
    }

    private static double MedianOf(PixelPlane channel, int left, int top, int right, int bottom)
    {
        var (columns, rows) = (Math.Min(SamplesPerSide, right - left), Math.Min(SamplesPerSide, bottom - top));
        Span<float> samples = stackalloc float[SamplesPerSide * SamplesPerSide];
        samples = samples[..(columns * rows)];
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                samples[y * columns + x] = channel[left + x * (right - left) / columns, top + y * (bottom - top) / rows];
        return OrderStatistic.Median(samples);
    }
}
