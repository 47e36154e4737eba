using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Kernels;

/// <summary>
/// A sparse matrix in rows: row r has <c>Values[i]</c> in <c>Columns[i]</c> for i from <c>Starts[r]</c> to <c>Starts[r + 1] - 1</c>. Its
/// arrays come from a pool and are longer than necessary, because new arrays in every step would keep the garbage collector busy.
/// </summary>
internal sealed class SparseRows(int count, int capacity) : IDisposable
{
    // Four vectors of sums stay in registers during a row.
    private const int Block = 4 * 16;

    /// <summary>Number of rows.</summary>
    public int Count => count;

    public int[] Starts { get; } = ArrayPool<int>.Shared.Rent(count + 1);

    public int[] Columns { get; } = ArrayPool<int>.Shared.Rent(capacity);

    public float[] Values { get; } = ArrayPool<float>.Shared.Rent(capacity);

    /// <summary>Multiplies this matrix by a dense one.</summary>
    /// <param name="dense">[number of columns, width], row by row.</param>
    /// <param name="offset">[width], added to every row of the result; empty for none.</param>
    /// <param name="result">[<see cref="Count"/>, width].</param>
    public void Multiply(ReadOnlySpan<float> dense, ReadOnlySpan<float> offset, Span<float> result)
    {
        var width = result.Length / Count;
        var column = 0;
        for (; column + Block <= width; column += Block) // The outer loop, so that a block of the dense matrix stays in the cache.
            for (var row = 0; row < Count; row++) MultiplyBlock(row, dense, offset, result, width, column);

        if (column == width) return;
        for (var row = 0; row < Count; row++) MultiplyRest(row, dense, offset, result.Slice(row * width, width), column);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(Starts);
        ArrayPool<int>.Shared.Return(Columns);
        ArrayPool<float>.Shared.Return(Values);
    }

    private void MultiplyBlock(
        int row, ReadOnlySpan<float> dense, ReadOnlySpan<float> offset, Span<float> result, int width, int column)
    {
        var (s0, s1, s2, s3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        if (!offset.IsEmpty)
        {
            var o = MemoryMarshal.Cast<float, Vector512<float>>(offset.Slice(column, Block));
            (s0, s1, s2, s3) = (o[0], o[1], o[2], o[3]);
        }

        for (var i = Starts[row]; i < Starts[row + 1]; i++)
        {
            var value = Vector512.Create(Values[i]);
            var d = MemoryMarshal.Cast<float, Vector512<float>>(dense.Slice(Columns[i] * width + column, Block));
            s0 = Vector512.FusedMultiplyAdd(value, d[0], s0);
            s1 = Vector512.FusedMultiplyAdd(value, d[1], s1);
            s2 = Vector512.FusedMultiplyAdd(value, d[2], s2);
            s3 = Vector512.FusedMultiplyAdd(value, d[3], s3);
        }

        var r = MemoryMarshal.Cast<float, Vector512<float>>(result.Slice(row * width + column, Block));
        (r[0], r[1], r[2], r[3]) = (s0, s1, s2, s3);
    }

    /// <summary>The last columns, if the width is not a multiple of the block.</summary>
    private void MultiplyRest(int row, ReadOnlySpan<float> dense, ReadOnlySpan<float> offset, Span<float> result, int column)
    {
        if (offset.IsEmpty) result[column..].Clear();
        else offset[column..].CopyTo(result[column..]);
        for (var i = Starts[row]; i < Starts[row + 1]; i++)
        {
            var d = dense.Slice(Columns[i] * result.Length, result.Length);
            for (var c = column; c < result.Length; c++) result[c] += Values[i] * d[c];
        }
    }
}
