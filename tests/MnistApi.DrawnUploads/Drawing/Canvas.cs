using System.Numerics;

namespace MnistApi.DrawnUploads.Drawing;

/// <summary>
/// A picture in progress. Each channel runs from 0 to 255, but values may be fractions or lie outside that range until the picture is
/// finished.
/// </summary>
internal sealed class Canvas(int width, int height, Vector3 ground)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>[height, width].</summary>
    public Vector3[] Pixels { get; } = Filled(width * height, ground);

    /// <summary>[height, width], 0 to 1; null if the whole picture is opaque.</summary>
    public float[]? Alpha { get; set; }

    public Vector2 Size => new(Width, Height);

    /// <summary>The mean of width and height, which scales blur and texture.</summary>
    public float Scale => (Width + Height) / 2f;

    /// <summary>Changes every pixel.</summary>
    /// <param name="change">Receives x, y and the colour.</param>
    public void Change(Func<int, int, Vector3, Vector3> change)
    {
        for (var (y, i) = (0, 0); y < Height; y++)
            for (var x = 0; x < Width; x++, i++) Pixels[i] = change(x, y, Pixels[i]);
    }

    /// <summary>Lays ink on the picture.</summary>
    /// <param name="strength">The opacity at full coverage, 0 to 1.</param>
    public void Lay(Ink ink, Vector3 colour, float strength = 1)
    {
        for (var i = 0; i < Pixels.Length; i++)
            if (ink.Coverage[i] > 0) Pixels[i] = Vector3.Lerp(Pixels[i], colour, strength * ink.Coverage[i]);
    }

    /// <summary>Rounds to bytes.</summary>
    public byte[] ToRgb()
    {
        var rgb = new byte[3 * Pixels.Length];
        for (var i = 0; i < Pixels.Length; i++)
        {
            var colour = Vector3.Clamp(Pixels[i] + new Vector3(0.5f), Vector3.Zero, new Vector3(255));
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
        }

        return rgb;
    }

    private static Vector3[] Filled(int count, Vector3 colour)
    {
        var pixels = new Vector3[count];
        Array.Fill(pixels, colour);
        return pixels;
    }
}
