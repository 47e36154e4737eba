using System.Runtime.InteropServices;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>The connected components of the ink in an image, with 8 neighbors for each pixel.</summary>
internal sealed class ConnectedComponents
{
    private const int MaxComponents = 300; // Later steps compare all pairs. A page of ten thousand specks would take seconds.
    private const double MinInFrame = 0.25; // longer side of a component inside a frame, as a share of the frame's longer side
    private const double FrameBand = 0.13;  // width of the band along the sides of a frame, as a share of its box; allows for rotation
    private const double MinInBand = 0.95;  // share of a frame's pixels inside that band

    private readonly PixelPlane _labels; // Its memory holds integers, which have the size of its values.
    private readonly List<InkShape> _items = [];

    private ConnectedComponents(PixelPlane labels) => _labels = labels;

    /// <summary>[height, width]: the label of each pixel's component; 0 for paper.</summary>
    public Span<int> Labels => MemoryMarshal.Cast<float, int>(_labels.Values);

    /// <summary>The components. The component at index n has the label n + 1.</summary>
    public IReadOnlyList<InkShape> Items => _items;

    /// <summary>
    /// Finds the components with hysteresis thresholding (Canny, "A computational approach to edge detection", 1986). Faint pixels are ink
    /// if they are connected to dark ones, so strokes do not break where the pen pressed lightly.
    /// </summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    public static ConnectedComponents Of(PixelPlane darkness, InkThreshold threshold)
    {
        var components = Empty(darkness.Memory, darkness.Width, darkness.Height);
        ReadOnlySpan<float> values = darkness.Values;
        var labels = components.Labels;
        var stack = new Stack<(int X, int Y)>();
        for (var seed = 0; seed < labels.Length; seed++)
        {
            if (labels[seed] > 0 || values[seed] < threshold.High) continue;
            stack.Push((seed % darkness.Width, seed / darkness.Width));
            components._items.Add(Fill(darkness, threshold.Low, components._items.Count + 1, labels, stack));
        }

        return components;
    }

    /// <summary>Returns no components, on a plane of any size.</summary>
    public static ConnectedComponents Empty(PlaneMemory memory, int width, int height) => new(memory.Filled(width, height));

    /// <summary>Returns the labels of a row.</summary>
    public ReadOnlySpan<int> Row(int y) => Labels.Slice(y * _labels.Width, _labels.Width);

    /// <summary>Returns which labels belong to a shape: [number of components + 1], by label.</summary>
    public bool[] LabelsOf(InkShape shape)
    {
        var belongs = new bool[Items.Count + 1];
        foreach (var label in shape.Labels) belongs[label] = true;
        return belongs;
    }

    /// <summary>
    /// Returns the largest components that are not frames. A frame, such as the outline of a form field, runs along all sides of its
    /// bounding box and has another component inside.
    /// </summary>
    /// <returns>At most 300 components, the largest first.</returns>
    public IReadOnlyList<InkShape> WithoutFrames()
    {
        InkShape[] largest = [.. Items.OrderByDescending(component => component.Area).Take(MaxComponents)];
        return [.. largest.Where(component => !largest.Any(inner => IsInside(inner, component)) || !IsFrame(component))];
    }

    /// <summary>Whether a component lies inside the bounding box of another one, like a digit in a frame.</summary>
    public bool HasNested() => Items.Any(outer => Items.Any(inner => IsInside(inner, outer)));

    private static bool IsInside(InkShape inner, InkShape frame) =>
        inner.Box.LongerSide >= MinInFrame * frame.Box.LongerSide
        && inner.Box.X > frame.Box.X
        && inner.Box.Y > frame.Box.Y
        && inner.Box.X + inner.Box.Width < frame.Box.X + frame.Box.Width
        && inner.Box.Y + inner.Box.Height < frame.Box.Y + frame.Box.Height;

    private bool IsFrame(InkShape component)
    {
        var (box, label) = (component.Box, component.Labels[0]);
        var (bandX, bandY) = (FrameBand * box.Width, FrameBand * box.Height);
        var inBand = 0;
        for (var y = 0; y < box.Height; y++)
        {
            var labels = Row(box.Y + y).Slice(box.X, box.Width);
            for (var x = 0; x < labels.Length; x++)
            {
                if (labels[x] != label) continue;
                if (x < bandX || box.Width - 1 - x < bandX || y < bandY || box.Height - 1 - y < bandY) inBand++;
            }
        }

        return inBand >= MinInBand * component.Area;
    }

    /// <summary>Labels all pixels of the component that contains the pixel on the stack, a run of pixels in a row at a time.</summary>
    private static InkShape Fill(PixelPlane darkness, float low, int label, Span<int> labels, Stack<(int X, int Y)> stack)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        int left = width, top = height, right = -1, bottom = -1, area = 0, edge = 0;
        var sum = 0f;
        while (stack.TryPop(out var start))
        {
            var y = start.Y;
            var labelRow = labels.Slice(y * width, width);
            if (labelRow[start.X] > 0) continue; // Another run has reached it since.
            ReadOnlySpan<float> row = darkness.Row(y);
            var (first, end) = (start.X, start.X + 1);
            while (first > 0 && labelRow[first - 1] == 0 && row[first - 1] >= low) first--;
            while (end < width && labelRow[end] == 0 && row[end] >= low) end++;
            labelRow[first..end].Fill(label);
            foreach (var value in row[first..end]) sum += value;
            (left, top, right, bottom) = (Math.Min(left, first), Math.Min(top, y), Math.Max(right, end - 1), Math.Max(bottom, y));
            area += end - first;
            edge += y == 0 || y == height - 1 ? end - first : (first == 0 ? 1 : 0) + (end == width && width > 1 ? 1 : 0);
            if (y > 0) PushRuns(darkness, low, first, end, y - 1, labels, stack);
            if (y < height - 1) PushRuns(darkness, low, first, end, y + 1, labels, stack);
        }

        return new InkShape([label], new InkBox(left, top, right - left + 1, bottom - top + 1), area, edge, sum / area);
    }

    /// <summary>Pushes a pixel of each run in a row that touches the run from the first pixel to the end in the next row.</summary>
    private static void PushRuns(
        PixelPlane darkness, float low, int first, int end, int y, ReadOnlySpan<int> labels, Stack<(int X, int Y)> stack)
    {
        ReadOnlySpan<float> row = darkness.Row(y);
        var labelRow = labels.Slice(y * darkness.Width, darkness.Width);
        var isInRun = false;
        for (var x = Math.Max(0, first - 1); x < Math.Min(darkness.Width, end + 1); x++)
        {
            var isInk = labelRow[x] == 0 && row[x] >= low;
            if (isInk && !isInRun) stack.Push((x, y));
            isInRun = isInk;
        }
    }
}
