using System.Globalization;
using System.Numerics;

namespace MnistApi.Training.Data.Synthetic.Styles;

/// <summary>
/// One way of writing a digit: the strokes of the pen, and how far writers differ in them. It is given by a few shapes that
/// have the same strokes and the same number of points; every digit is a random mixture of them.
/// </summary>
internal sealed class WritingStyle
{
    private readonly Vector2[][] _shapes; // [shape][point], unit square, y downwards
    private readonly bool[] _isCorner;    // [point]
    private readonly Range[] _strokes;

    /// <summary>Reads shapes such as <c>"10,5 70,5! 30,100 / 15,50 60,50"</c>.</summary>
    /// <param name="share">How often the style is written, relative to the digit's other styles.</param>
    /// <param name="shapes">Points are <c>x,y</c> in percent, y downwards; the pen passes smoothly through them, with a corner at <c>!</c>, and is lifted at <c>/</c>.</param>
    public WritingStyle(float share, params string[] shapes)
    {
        Share = share;
        var words = shapes.Select(shape => shape.Split(' ')).ToArray();
        if (words.Any(others => !Marks(others).SequenceEqual(Marks(words[0]))))
            throw new ArgumentException($"The shapes of a style must agree in points, corners and strokes: {string.Join(" | ", shapes)}", nameof(shapes));

        var points = words.Select(shape => shape.Where(word => word != "/").ToArray()).ToArray();
        _shapes = [.. points.Select(shape => shape.Select(ParsePoint).ToArray())];
        _isCorner = [.. points[0].Select(word => word.EndsWith('!'))];
        _strokes = StrokeRanges(shapes[0]);
    }

    /// <summary>How often the style is written, relative to the digit's other styles.</summary>
    public float Share { get; }

    /// <summary>A random style of several, by their shares.</summary>
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

    /// <summary>The strokes of one random mixture of the shapes, each point moved by Gaussian noise.</summary>
    /// <param name="random">Where the mixture and the noise come from.</param>
    /// <param name="jitter">Standard deviation of the noise, in units of the digit's height.</param>
    public IEnumerable<ControlPoint[]> Strokes(ref SeededRandom random, float jitter)
    {
        var points = Mixture(ref random);
        foreach (ref var point in points.AsSpan()) point += jitter * new Vector2(random.NextGaussian(), random.NextGaussian());
        return _strokes.Select(stroke => points[stroke].Zip(_isCorner[stroke], (at, isCorner) => new ControlPoint(at, isCorner)).ToArray());
    }

    /// <summary>A point of the simplex of shapes, uniformly distributed: exponential weights, divided by their sum.</summary>
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

/// <summary>A point the pen passes through: smoothly, or turning at a corner.</summary>
internal readonly record struct ControlPoint(Vector2 At, bool IsCorner);
