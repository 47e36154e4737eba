namespace MnistApi.Training.Data.Augmentation;

/// <summary>
/// A smooth random displacement of every pixel: Gaussian vectors at the nodes of a lattice, interpolated by cubic B-splines. It is as
/// smooth as the blurred noise of Simard, Steinkraus and Platt ("Best practices for convolutional neural networks", ICDAR 2003) and takes
/// less time.
/// </summary>
internal sealed class ElasticField
{
    private const int Spacing = 4;                           // pixels between two nodes
    private const int Nodes = ImageSet.Side / Spacing + 3;   // one before the image and two after it

    private static readonly float[][] Weights = [.. Enumerable.Range(0, Spacing).Select(i => Spline((float)i / Spacing))];

    private readonly float[] _dx = new float[Nodes * Nodes];
    private readonly float[] _dy = new float[Nodes * Nodes];

    /// <summary>Draws a field.</summary>
    /// <param name="deviation">Standard deviation of the displacement at a node, in pixels.</param>
    /// <param name="random">The source of the random numbers.</param>
    public ElasticField(float deviation, ref SeededRandom random)
    {
        for (var i = 0; i < _dx.Length; i++)
            (_dx[i], _dy[i]) = (deviation * random.NextGaussian(), deviation * random.NextGaussian());
    }

    /// <summary>The displacement of a pixel, in pixels.</summary>
    public (float X, float Y) At(int x, int y)
    {
        var (row, column) = (y / Spacing, x / Spacing);
        var (rowWeights, columnWeights) = (Weights[y % Spacing], Weights[x % Spacing]);
        var (dx, dy) = (0f, 0f);
        for (var r = 0; r < 4; r++)
        {
            for (var c = 0; c < 4; c++)
            {
                var weight = rowWeights[r] * columnWeights[c];
                var node = (row + r) * Nodes + column + c;
                (dx, dy) = (dx + weight * _dx[node], dy + weight * _dy[node]);
            }
        }

        return (dx, dy);
    }

    /// <summary>The four cubic B-spline weights at a fraction of the distance between two nodes.</summary>
    private static float[] Spline(float t) =>
    [
        (1 - t) * (1 - t) * (1 - t) / 6,
        (3 * t * t * t - 6 * t * t + 4) / 6,
        (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6,
        t * t * t / 6,
    ];
}
