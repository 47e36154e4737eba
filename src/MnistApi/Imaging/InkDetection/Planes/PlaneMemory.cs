using System.Buffers;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// The memory of the planes of one recognition. A recognition makes dozens of planes, up to 60 MB for a photo. The garbage collector would
/// interrupt all requests for them, and new memory is slow at its first use. This memory is used again instead.
/// </summary>
internal sealed class PlaneMemory : IDisposable
{
    private const int LongestArray = 1024 * 1024;
    private const int ArraysOfSameLength = 16; // of each power of two

    /// <summary>The pool of the library that all threads share would keep arrays for each of them.</summary>
    private static readonly ArrayPool<float> Pool = ArrayPool<float>.Create(LongestArray, ArraysOfSameLength);

    private readonly List<float[]> _rented = [];

    /// <summary>Makes a plane for a caller that sets every value. The values of another plane may still be there.</summary>
    public PixelPlane Uninitialized(int width, int height)
    {
        var values = Pool.Rent(width * height);
        _rented.Add(values);
        return new PixelPlane(width, height, values, this);
    }

    /// <summary>Makes a plane whose values are all the same.</summary>
    public PixelPlane Filled(int width, int height, float value = 0)
    {
        var plane = Uninitialized(width, height);
        plane.Values.Fill(value);
        return plane;
    }

    /// <summary>Ends the life of all planes.</summary>
    public void Dispose()
    {
        foreach (var values in _rented) Pool.Return(values);
        _rented.Clear();
    }

    /// <summary>Ends the life of a plane before that of the others.</summary>
    internal void Return(float[] values)
    {
        if (_rented.Remove(values)) Pool.Return(values);
    }
}
