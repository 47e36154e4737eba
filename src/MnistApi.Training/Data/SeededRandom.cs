namespace MnistApi.Training.Data;

/// <summary>
/// A stream of random numbers that depends only on its keys, on every platform and in every version. All shuffles, augmentations and
/// drawings use it. Each (seed, purpose, epoch, batch) has its own stream, so a resumed run draws the same numbers as a run without
/// interruption, and no generator state needs to be saved.
/// </summary>
/// <remarks>
/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. The struct is mutable, and threads must
/// not share it.
/// </remarks>
public struct SeededRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Starts the stream of the keys. Different keys, or the same keys in another order, give independent streams.</summary>
    public SeededRandom(params ReadOnlySpan<long> keys)
    {
        foreach (var key in keys) _state = Mix(_state + GoldenGamma ^ (ulong)key);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += GoldenGamma);

    /// <summary>A float in [0, 1), with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A float in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextSingle(float low, float high) => low + (high - low) * NextSingle();

    /// <summary>True with the given probability. If that is 0, no number is drawn.</summary>
    public bool Hits(double probability) => probability > 0 && NextSingle() < probability;

    /// <summary>An integer in [0, <paramref name="bound"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);
    }

    /// <summary>A sample of the standard normal distribution (Box and Muller, 1958).</summary>
    public float NextGaussian()
    {
        var radius = MathF.Sqrt(-2 * MathF.Log(1 - NextSingle()));
        return radius * MathF.Cos(2 * MathF.PI * NextSingle());
    }

    /// <summary>Puts the items in random order (Fisher-Yates shuffle).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
