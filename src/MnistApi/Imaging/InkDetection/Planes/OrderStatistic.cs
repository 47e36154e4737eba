namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Finds a value by its rank without sorting all values (Hoare, "Algorithm 65: Find", 1961).</summary>
internal static class OrderStatistic
{
    /// <summary>Returns the median: of an even number of values, the upper of the two in the middle.</summary>
    /// <param name="values">At least one value. Their order changes.</param>
    public static float Median(Span<float> values) => At(values, values.Length / 2);

    /// <summary>Returns the value at an index of the ascending order.</summary>
    /// <param name="values">At least one value. Their order changes.</param>
    public static float At(Span<float> values, int index)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var (left, right) = Partition(values, first, last);
            if (index <= right) last = right;
            else if (index >= left) first = left;
            else break; // Everything between the two parts equals the pivot.
        }

        return values[index];
    }

    /// <summary>Moves values below the pivot to the left and values above it to the right.</summary>
    private static (int Left, int Right) Partition(Span<float> values, int first, int last)
    {
        var pivot = MedianOf(values[first], values[(first + last) / 2], values[last]);
        var (left, right) = (first, last);
        while (left <= right)
        {
            while (values[left] < pivot) left++;
            while (values[right] > pivot) right--;
            if (left > right) break;
            (values[left], values[right]) = (values[right], values[left]);
            left++;
            right--;
        }

        return (left, right);
    }

    private static float MedianOf(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
