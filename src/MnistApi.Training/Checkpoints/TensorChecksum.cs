using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MnistApi.Training.Checkpoints;

/// <summary>SHA-256 over a network's tensors: the same weights have the same one in every file.</summary>
internal static class TensorChecksum
{
    /// <summary>In lower-case hexadecimal, over names and bytes, by name.</summary>
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
