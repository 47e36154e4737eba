using System.Numerics;
using System.Runtime.Intrinsics;
using MnistApi.DrawnUploads.Drawing;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>
/// Does to a picture what JPEG does, without a codec. Luma, and chroma at half the resolution, are divided into blocks of 8x8, and the
/// cosine transform of each block is rounded.
/// </summary>
/// <remarks>ITU-T T.81, A.3.3 and the tables of annex K; the scaling by quality is that of the Independent JPEG Group.</remarks>
internal static class Jpeg
{
    private const int Side = 8;

    private static readonly int[] LumaTable =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly int[] ChromaTable =
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    // [frequency, x]
    private static readonly float[] Cosines =
    [
        .. from frequency in Enumerable.Range(0, Side)
           from x in Enumerable.Range(0, Side)
           select Cosine(frequency, x),
    ];

    private static readonly Vector256<float>[] ByFrequency =
    [
        .. Enumerable.Range(0, Side).Select(row => Vector256.Create<float>(Cosines.AsSpan(Side * row, Side))),
    ];

    private static readonly Vector256<float>[] ByPlace =
    [
        .. Enumerable.Range(0, Side)
            .Select(x => Vector256.Create<float>([.. Enumerable.Range(0, Side).Select(frequency => Cosine(frequency, x))])),
    ];

    /// <summary>Changes the picture as saving and reading it would.</summary>
    /// <param name="quality">The quality from 1 to 100, as encoders define it.</param>
    public static void Save(Canvas canvas, int quality)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        var (luma, blue, red) = (new float[width * height], new float[halfWidth * halfHeight], new float[halfWidth * halfHeight]);
        for (var (y, i) = (0, 0); y < height; y++)
        {
            for (var x = 0; x < width; x++, i++)
            {
                var colour = Vector3.Clamp(canvas.Pixels[i], Vector3.Zero, new Vector3(255));
                luma[i] = Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f)) - 128;
                var half = y / 2 * halfWidth + x / 2;
                var pixels = Math.Min(2, width - x / 2 * 2) * Math.Min(2, height - y / 2 * 2);
                blue[half] += Vector3.Dot(colour, new Vector3(-0.168736f, -0.331264f, 0.5f)) / pixels;
                red[half] += Vector3.Dot(colour, new Vector3(0.5f, -0.418688f, -0.081312f)) / pixels;
            }
        }

        Round(luma, width, height, Steps(LumaTable, quality));
        Round(blue, halfWidth, halfHeight, Steps(ChromaTable, quality));
        Round(red, halfWidth, halfHeight, Steps(ChromaTable, quality));
        canvas.Change((x, y, _) =>
        {
            var (light, half) = (luma[y * width + x] + 128, y / 2 * halfWidth + x / 2);
            return new Vector3(
                light + 1.402f * red[half],
                light - 0.344136f * blue[half] - 0.714136f * red[half],
                light + 1.772f * blue[half]);
        });
    }

    /// <summary>Rounds the cosine transform of every block of a plane. Blocks at the right and lower edge repeat the last pixels.</summary>
    private static void Round(float[] plane, int width, int height, Vector256<float>[] steps)
    {
        Span<float> block = stackalloc float[Side * Side];
        for (var top = 0; top < height; top += Side)
        {
            for (var left = 0; left < width; left += Side)
            {
                for (var i = 0; i < block.Length; i++)
                    block[i] = plane[Math.Min(top + i / Side, height - 1) * width + Math.Min(left + i % Side, width - 1)];
                Round(block, steps);
                for (var i = 0; i < block.Length; i++)
                    if (top + i / Side < height && left + i % Side < width) plane[(top + i / Side) * width + left + i % Side] = block[i];
            }
        }
    }

    /// <summary>
    /// Computes C X Cᵀ, rounds it to whole steps and transforms it back. Rows are vectors: (X Cᵀ)[y] is the sum over x of X[y, x] times
    /// the cosines of place x.
    /// </summary>
    private static void Round(Span<float> block, Vector256<float>[] steps)
    {
        Span<Vector256<float>> across = stackalloc Vector256<float>[Side], whole = stackalloc Vector256<float>[Side];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++) across[y] += block[Side * y + x] * ByPlace[x];
        for (var frequency = 0; frequency < Side; frequency++)
        {
            for (var y = 0; y < Side; y++) whole[frequency] += Cosines[Side * frequency + y] * across[y];
            whole[frequency] = Vector256.Floor(whole[frequency] / steps[frequency] + Vector256.Create(0.5f)) * steps[frequency];
        }

        across.Clear();
        for (var y = 0; y < Side; y++)
            for (var frequency = 0; frequency < Side; frequency++) across[y] += Cosines[Side * frequency + y] * whole[frequency];
        for (var y = 0; y < Side; y++)
        {
            var row = Vector256<float>.Zero;
            for (var frequency = 0; frequency < Side; frequency++) row += across[y][frequency] * ByFrequency[frequency];
            row.CopyTo(block[(Side * y)..]);
        }
    }

    private static Vector256<float>[] Steps(int[] table, int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return
        [
            .. table
                .Select(step => (float)Math.Clamp((step * scale + 50) / 100, 1, 255))
                .Chunk(Side)
                .Select(row => Vector256.Create<float>(row)),
        ];
    }

    private static float Cosine(int frequency, int x) =>
        (float)((frequency == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos((2 * x + 1) * frequency * Math.PI / 16));
}
