using System.Globalization;
using System.Numerics;

namespace MnistApi.Training.Data.Synthetic.Styles;

/// <summary>
/// A handwriting style of a digit, letter or symbol: its strokes, and how much writers differ. It is described by a few shapes with the
/// same strokes and the same number of points. Every drawing is a random mixture of them.
/// </summary>
internal sealed class WritingStyle
{
    private readonly Vector2[][] _shapes; // [shape][point] in the unit square, with the y axis down.
    private readonly bool[] _isCorner;    // For each point.
    private readonly Range[] _strokes;

    /// <summary>Creates a style from shapes such as <c>"10,5 70,5! 30,100 / 15,50 60,50"</c>.</summary>
    /// <param name="share">How frequent the style is, relative to the other styles of the digit.</param>
    /// <param name="shapes">
    /// Points are <c>x,y</c> in percent of the height, and the y axis points down. The line is smooth at a point and has a corner at
    /// <c>!</c>. At <c>/</c> the pen leaves the paper.
    /// </param>
    /// <exception cref="ArgumentException">The shapes differ in strokes, points or corners.</exception>
    public WritingStyle(float share, params string[] shapes)
    {
        Share = share;
        var words = shapes.Select(shape => shape.Split(' ')).ToArray();
        if (words.Any(others => !Marks(others).SequenceEqual(Marks(words[0]))))
            throw new ArgumentException($"Shapes with different strokes, points or corners: {string.Join(" | ", shapes)}", nameof(shapes));

        var points = words.Select(shape => shape.Where(word => word != "/").ToArray()).ToArray();
        _shapes = [.. points.Select(shape => shape.Select(ParsePoint).ToArray())];
        _isCorner = [.. points[0].Select(word => word.EndsWith('!'))];
        _strokes = StrokeRanges(shapes[0]);
    }

    /// <summary>How frequent the style is, relative to the other styles of the digit.</summary>
    public float Share { get; }

    /// <summary>A random style, in proportion to the shares.</summary>
    public static WritingStyle Pick(WritingStyle[] styles, ref SeededRandom random)
    {
        var left = random.NextSingle() * styles.Sum(style => style.Share);
        foreach (var style in styles)
        {
            left -= style.Share;
            if (left < 0) return style;
        }

        return styles[^1];
    }

    /// <summary>The strokes of a random mixture of the shapes. Gaussian noise moves each point.</summary>
    /// <param name="random">The source of the random numbers.</param>
    /// <param name="jitter">Standard deviation of the noise, relative to the digit's height.</param>
    public IEnumerable<ControlPoint[]> Strokes(ref SeededRandom random, float jitter)
    {
        var points = Mixture(ref random);
        foreach (ref var point in points.AsSpan()) point += jitter * new Vector2(random.NextGaussian(), random.NextGaussian());
        return _strokes.Select(stroke => points[stroke].Zip(_isCorner[stroke], (at, isCorner) => new ControlPoint(at, isCorner)).ToArray());
    }

    /// <summary>A uniformly distributed mixture: exponential weights, divided by their sum.</summary>
    private Vector2[] Mixture(ref SeededRandom random)
    {
        var mixture = new Vector2[_isCorner.Length];
        var total = 0f;
        foreach (var shape in _shapes)
        {
            var weight = -MathF.Log(1 - random.NextSingle()) + 1e-6f;
            total += weight;
            for (var i = 0; i < mixture.Length; i++) mixture[i] += weight * shape[i];
        }

        foreach (ref var point in mixture.AsSpan()) point /= total;
        return mixture;
    }

    private static IEnumerable<char> Marks(string[] words) => words.Select(word => word[^1] is '!' or '/' ? word[^1] : ',');

    private static Range[] StrokeRanges(string shape)
    {
        var start = 0;
        return [.. shape.Split(" / ").Select(stroke => start..(start += stroke.Split(' ').Length))];
    }

    private static Vector2 ParsePoint(string word)
    {
        var numbers = word.TrimEnd('!').Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture) / 100).ToArray();
        return new Vector2(numbers[0], numbers[1]);
    }
}

/// <summary>A point of a stroke.</summary>
/// <param name="At">The position in the unit square.</param>
/// <param name="IsCorner">Whether the line has a corner there. Otherwise it is smooth.</param>
internal readonly record struct ControlPoint(Vector2 At, bool IsCorner);
