namespace MnistApi.Imaging.Formats;

/// <summary>The checksum of PNG's chunks (ISO 3309), by its specification's table of 256 remainders.</summary>
internal static class Crc32
{
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => RemainderOf((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = Remainders[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }

    private static uint RemainderOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : value >> 1 ^ 0xEDB88320;
        return value;
    }
}
