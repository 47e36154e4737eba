namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// The weights of area averaging along one axis: each target pixel is the weighted sum of the source pixels that it overlaps. The weights
/// of a target pixel sum to 1.
/// </summary>
internal sealed class AreaWeights
{
    private readonly float[] _weights;                    // of all target pixels, one after the other
    private readonly (int Source, int Weight)[] _firsts;  // of each target pixel: its first source pixel and weight

    /// <param name="sources">The number of source pixels, at least 1.</param>
    /// <param name="targets">The number of target pixels, at least 1.</param>
    public AreaWeights(int sources, int targets)
    {
        var scale = (double)targets / sources; // target pixels for each source pixel
        _weights = new float[sources + targets + 1]; // Each boundary of a target divides one source pixel at most.
        _firsts = new (int Source, int Weight)[targets + 1];
        var (weights, started) = (0, 0);
        for (var source = 0; source < sources; source++)
        {
            double start = source * scale, end = Math.Min((source + 1) * scale, targets);
            for (var target = (int)start; target < end; target++)
            {
                if (target == started) _firsts[started++] = (source, weights);
                _weights[weights++] = (float)(Math.Min(target + 1, end) - Math.Max(target, start));
            }
        }

        _firsts[started] = (sources, weights);
    }

    /// <summary>Returns the weights of the source pixels of a target pixel.</summary>
    /// <param name="target">The target pixel.</param>
    /// <param name="source">The first source pixel. The others follow it.</param>
    public ReadOnlySpan<float> Of(int target, out int source)
    {
        (source, var weight) = _firsts[target];
        return _weights.AsSpan(weight.._firsts[target + 1].Weight);
    }
}
