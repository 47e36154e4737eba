using System.Security.Cryptography;
using System.Text;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// SHA-256 over a whole safetensors file, kept inside it as metadata: the field's own 64 characters count as '0'.
/// Other readers see one more metadata entry; this one sees every changed bit.
/// </summary>
internal static class SafetensorsChecksum
{
    public const string Key = "sha256";

    /// <summary>Hexadecimal digits.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    public static string Placeholder { get; } = new('0', Length);

    /// <summary>The checksum in lower-case hexadecimal ASCII.</summary>
    /// <param name="prefix">Length prefix and header.</param>
    /// <param name="checksumOffset">Where in <paramref name="prefix"/> the checksum's characters begin.</param>
    /// <param name="data">What follows the header, in the file's order.</param>
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
