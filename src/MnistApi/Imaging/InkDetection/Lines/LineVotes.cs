using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>The number of thin pixels on each line of a plane: the accumulator of the Hough transform.</summary>
/// <param name="votes">[slope, height at the middle of the plane].</param>
internal sealed class LineVotes(ushort[] votes, int width, int height)
{
    private const double SteepestSlope = 0.22; // 12 degrees
    private const int Slopes = 49;

    /// <summary>The number of thin pixels on the line with an index.</summary>
    public int this[int index] => votes[index];

    /// <summary>Counts the pixels on each line.</summary>
    public static LineVotes Of(ThinPixels pixels)
    {
        var (width, height) = (pixels.Width, pixels.Height);
        var votes = new ushort[Slopes * height];
        for (var i = 0; i < Slopes; i++) Count(pixels, SlopeOf(i), votes.AsSpan(i * height, height));
        return new LineVotes(votes, width, height);
    }

    /// <summary>Returns the indexes of the lines with at least a number of votes.</summary>
    public IReadOnlyList<int> IndicesFrom(int least)
    {
        var indices = new List<int>();
        for (var i = 0; i < votes.Length; i++)
        {
            var next = votes.AsSpan(i).IndexOfAnyInRange((ushort)least, ushort.MaxValue);
            if (next < 0) break;
            i += next;
            indices.Add(i);
        }

        return indices;
    }

    /// <summary>Returns the line with an index.</summary>
    public RuledLine LineAt(int index) => new(SlopeOf(index / height), index % height, width);

    /// <summary>
    /// Counts the pixels on the lines with a slope. Such a line has a step wherever it reaches the next row. The pixels of a row between
    /// two steps are counted together.
    /// </summary>
    /// <param name="votes">[height at the middle of the plane].</param>
    private static void Count(ThinPixels pixels, double slope, Span<ushort> votes)
    {
        var line = new RuledLine(slope, 0, pixels.Width);
        var (start, shift) = (0, line.YAt(0));
        for (var x = 1; x <= pixels.Width; x++)
        {
            var next = line.YAt(x);
            if (next == shift && x < pixels.Width) continue;
            var (first, end) = (Math.Max(0, -shift), Math.Min(votes.Length, votes.Length - shift));
            if (first < end)
                AddDifference(pixels.Before(x)[(first + shift)..(end + shift)], pixels.Before(start)[(first + shift)..], votes[first..end]);
            (start, shift) = (x, next);
        }
    }

    private static void AddDifference(ReadOnlySpan<ushort> to, ReadOnlySpan<ushort> from, Span<ushort> sums)
    {
        var ends = MemoryMarshal.Cast<ushort, Vector<ushort>>(to);
        var starts = MemoryMarshal.Cast<ushort, Vector<ushort>>(from);
        var targets = MemoryMarshal.Cast<ushort, Vector<ushort>>(sums);
        for (var i = 0; i < targets.Length; i++) targets[i] += ends[i] - starts[i];
        for (var y = targets.Length * Vector<ushort>.Count; y < sums.Length; y++) sums[y] += (ushort)(to[y] - from[y]);
    }

    private static double SlopeOf(int i) => SteepestSlope * (2.0 * i / (Slopes - 1) - 1);
}
