using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MnistApi.Training.Checkpoints;

/// <summary>The checksum of a network's tensors. The same weights have the same checksum in every file.</summary>
internal static class TensorChecksum
{
    /// <summary>SHA-256 over names and bytes in the order of the names, in lower-case hexadecimal.</summary>
    public static string Of(IReadOnlyDictionary<string, float[]> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in weights.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
