using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Optimization;

/// <summary>An optimizer's arithmetic for one vector of elements.</summary>
internal interface IUpdateRule
{
    /// <summary>Updates the elements.</summary>
    /// <param name="parameter">Read and written.</param>
    /// <param name="gradient">After gradient clipping.</param>
    /// <param name="first">The first moment or velocity. A rule without moments does not change it.</param>
    /// <param name="second">The second moment. A rule without one does not change it.</param>
    void Apply(ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second);
}

/// <summary>Applies a rule to a parameter in one pass. Each array is read and written once, in vectors.</summary>
internal static class UpdatePass
{
    public static void Run<TRule>(
        TRule rule, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, Span<float> first, Span<float> second)
        where TRule : struct, IUpdateRule
    {
        var p = MemoryMarshal.Cast<float, Vector512<float>>(parameter);
        var g = MemoryMarshal.Cast<float, Vector512<float>>(gradient);
        var f = MemoryMarshal.Cast<float, Vector512<float>>(first);
        var s = MemoryMarshal.Cast<float, Vector512<float>>(second);
        var unused = Vector512<float>.Zero;
        for (var i = 0; i < p.Length; i++)
            rule.Apply(ref p[i], g[i] * gradientScale, ref f.IsEmpty ? ref unused : ref f[i], ref s.IsEmpty ? ref unused : ref s[i]);

        var done = p.Length * Vector512<float>.Count;
        if (done == parameter.Length) return;
        RunRest(rule, parameter[done..], gradient[done..], gradientScale, Rest(first, done), Rest(second, done));
    }

    /// <summary>The last elements, which do not fill a vector.</summary>
    private static void RunRest<TRule>(
        TRule rule, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, Span<float> first, Span<float> second)
        where TRule : struct, IUpdateRule
    {
        Vector512<float> p = Load(parameter), f = Load(first), s = Load(second);
        rule.Apply(ref p, Load(gradient) * gradientScale, ref f, ref s);
        Store(p, parameter);
        Store(f, first);
        Store(s, second);
    }

    private static Span<float> Rest(Span<float> values, int start) => values.IsEmpty ? values : values[start..];

    private static Vector512<float> Load(ReadOnlySpan<float> values)
    {
        Span<float> padded = stackalloc float[Vector512<float>.Count];
        padded.Clear();
        values.CopyTo(padded);
        return Vector512.Create<float>(padded);
    }

    private static void Store(Vector512<float> vector, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = vector[i];
    }
}
