using System.Security.Cryptography;
using System.Text;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// SHA-256 over a whole safetensors file. It is in the file's metadata, and its own 64 characters count as '0'. For other readers it is one
/// more metadata entry. This library detects every changed bit with it.
/// </summary>
internal static class SafetensorsChecksum
{
    public const string Key = "sha256";

    /// <summary>Number of hexadecimal digits.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    public static string Placeholder { get; } = new('0', Length);

    /// <summary>The checksum as lower-case hexadecimal digits in ASCII.</summary>
    /// <param name="prefix">The length prefix and the header.</param>
    /// <param name="checksumOffset">Position of the checksum's first character in <paramref name="prefix"/>.</param>
    /// <param name="data">The data after the header, in the order of the file.</param>
    public static byte[] Compute(ReadOnlySpan<byte> prefix, int checksumOffset, IEnumerable<ReadOnlyMemory<byte>> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix[..checksumOffset]);
        hash.AppendData(Encoding.ASCII.GetBytes(Placeholder));
        hash.AppendData(prefix[(checksumOffset + Length)..]);
        foreach (var part in data) hash.AppendData(part.Span);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
