namespace MnistApi.Training.Data.Augmentation;

/// <summary>
/// A smooth random displacement of every pixel: Gaussian vectors at the nodes of a lattice, joined by cubic B-splines. As smooth as
/// the blurred noise of Simard, Steinkraus and Platt ("Best practices for convolutional neural networks", ICDAR 2003), and cheaper.
/// </summary>
internal sealed class ElasticField
{
    private const int Spacing = 4;                           // Pixels between two nodes.
    private const int Nodes = ImageSet.Side / Spacing + 3;   // One before the image and two after it.

    private static readonly float[][] Weights = [.. Enumerable.Range(0, Spacing).Select(i => Spline((float)i / Spacing))];

    private readonly float[] _dx = new float[Nodes * Nodes];
    private readonly float[] _dy = new float[Nodes * Nodes];

    /// <param name="deviation">Standard deviation of the displacement at a node, in pixels.</param>
    public ElasticField(float deviation, ref SeededRandom random)
    {
        for (var i = 0; i < _dx.Length; i++) (_dx[i], _dy[i]) = (deviation * random.NextGaussian(), deviation * random.NextGaussian());
    }

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

    /// <summary>The four cubic B-spline weights at a share of the way from one node to the next.</summary>
    private static float[] Spline(float t) =>
    [
        (1 - t) * (1 - t) * (1 - t) / 6,
        (3 * t * t * t - 6 * t * t + 4) / 6,
        (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6,
        t * t * t / 6,
    ];
}
