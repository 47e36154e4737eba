using System.Buffers.Binary;

namespace MnistApi.Tests.Imaging;

/// <summary>Damages files as transfers, programs and attackers do.</summary>
internal static class Mutation
{
    private static readonly uint[] Extremes =
        [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x4000, 16_384, 40_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <param name="file">The file to damage. The method does not change it.</param>
    /// <param name="other">A file to splice with.</param>
    public static byte[] Of(byte[] file, byte[] other, Random random)
    {
        byte[] mutated = [.. file];
        for (var left = random.Next(1, 4); left > 0 && mutated.Length > 8; left--) mutated = Once(mutated, other, random);
        return mutated;
    }

    private static byte[] Once(byte[] file, byte[] other, Random random)
    {
        var at = random.Next(file.Length);
        var length = random.Next(1, Math.Min(64, file.Length - at) + 1);
        switch (random.Next(9))
        {
            case 0:
                for (var i = random.Next(1, 9); i > 0; i--) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                return file[..at];
            case 2:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. file[..at], .. noise, .. file[at..]];
            case 3:
                return [.. file[..at], .. file[(at + length)..]];
            case 4:
                return [.. file[..(at + length)], .. file[at..]];
            case 5:
                return [.. file[..at], .. other[Math.Min(other.Length, at)..]];
            case 6:
                random.NextBytes(file.AsSpan(at, length));
                return file;
            default:
                // Lengths and sizes are mostly near the beginning, in two or four bytes of either order.
                var range = random.Next(2) == 0 ? Math.Min(64, file.Length - 4) : file.Length - 4;
                WriteNumber(file.AsSpan(random.Next(range)), random);
                return file;
        }
    }

    private static void WriteNumber(Span<byte> place, Random random)
    {
        var value = Extremes[random.Next(Extremes.Length)];
        switch (random.Next(4))
        {
            case 0:
                BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)value);
                break;
            case 1:
                BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)value);
                break;
            case 2:
                BinaryPrimitives.WriteUInt32BigEndian(place, value);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(place, value);
                break;
        }
    }
}
