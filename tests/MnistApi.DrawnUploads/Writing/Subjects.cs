using System.Numerics;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.DrawnUploads.Writing;

/// <summary>Chooses what to write.</summary>
internal static class Subjects
{
    private const float OwnShare = 0.5f;
    private const float WidestOne = 0.8f, WidestDigit = 1.1f; // People hesitate beyond these proportions, too.

    /// <summary>A digit, in a style of the training library or of this one.</summary>
    /// <param name="digit">0 to 9.</param>
    public static Subject Digit(int digit, ref SeededRandom random)
    {
        while (true)
        {
            var subject = AnyDigit(digit, ref random);
            if (subject.Size.X <= (digit == 1 ? WidestOne : WidestDigit) * subject.Size.Y) return subject;
        }
    }

    public static Subject Letter(ref SeededRandom random) => Subject.Of(null, Pick(OtherGlyphs.Letters, ref random));

    public static Subject Symbol(ref SeededRandom random) => Subject.Of(null, Pick(OtherGlyphs.Symbols, ref random));

    public static Subject Shape(ref SeededRandom random) => Subject.Of(null, Pick(OtherGlyphs.Shapes, ref random));

    /// <summary>A wandering line that crosses itself.</summary>
    public static Subject Scribble(ref SeededRandom random)
    {
        var (at, direction) = (new Vector2(0.5f), random.NextSingle(0, 2 * MathF.PI));
        var turn = 0f;
        var line = new Vector2[150 + random.NextInt32(350)];
        foreach (ref var point in line.AsSpan())
        {
            turn = 0.95f * turn + 0.06f * random.NextGaussian();
            direction += turn;
            at += 0.02f * new Vector2(MathF.Cos(direction), MathF.Sin(direction));
            if (Vector2.Distance(at, new Vector2(0.5f)) > 0.6f)
                direction = MathF.Atan2(0.5f - at.Y, 0.5f - at.X) + 0.5f * random.NextGaussian();
            point = at;
        }

        return Subject.Of(null, [line]);
    }

    /// <summary>Two to four digits side by side.</summary>
    /// <param name="touching">Whether neighbours touch or overlap a little; otherwise there are gaps between them as in writing.</param>
    public static Subject Digits(bool touching, ref SeededRandom random)
    {
        var strokes = new List<Vector2[]>();
        var right = 0f;
        var count = 2 + (random.NextInt32(2) == 0 ? 0 : random.NextInt32(3));
        for (var i = 0; i < count; i++)
        {
            var digit = Digit(random.NextInt32(ImageSet.ClassCount), ref random);
            var gap =
                i == 0 ? 0
                : touching ? Math.Min(digit.Size.X, right) * random.NextSingle(-0.2f, -0.05f)
                : random.NextSingle(0.2f, 0.5f);
            var scale = random.NextSingle(0.85f, 1.1f);
            var origin = new Vector2(right + gap, random.NextSingle(-0.1f, 0.1f));
            strokes.AddRange(digit.Strokes.Select(stroke => stroke.Select(point => origin + scale * point).ToArray()));
            right = origin.X + scale * digit.Size.X;
        }

        return Subject.Of(null, strokes, unit: 1);
    }

    private static Subject AnyDigit(int digit, ref SeededRandom random)
    {
        if (random.NextSingle() < OwnShare) return Subject.Of(digit, Pick(DigitGlyphs.ByDigit[digit], ref random));

        var seed = (long)random.NextUInt64();
        for (var index = 0; ; index++) // The first ten of a series are the ten digits.
        {
            var written = SyntheticDigits.Strokes(seed, index);
            if (written.Label == digit) return Subject.Of(digit, written.Strokes);
        }
    }

    private static List<Vector2[]> Pick(Glyph[] glyphs, ref SeededRandom random) =>
        glyphs[random.NextInt32(glyphs.Length)].Write(ref random);
}
