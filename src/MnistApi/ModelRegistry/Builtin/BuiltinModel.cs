using MnistApi.Training.Checkpoints;

namespace MnistApi.ModelRegistry.Builtin;

/// <summary>The model that ships with the service. One of the service's own recipes trained it on MNIST.</summary>
/// <param name="Id">The id, which follows from the weights.</param>
/// <param name="Weights">The bytes of the safetensors file.</param>
/// <param name="File">The model that the file contains.</param>
/// <param name="Record">How the model was trained and evaluated.</param>
internal sealed record BuiltinModel(Guid Id, byte[] Weights, ModelFile File, ModelRecord Record)
{
    private const int GuidBytes = 16;

    /// <summary>Reads the model from the resources of the assembly.</summary>
    public static BuiltinModel Read()
    {
        var weights = Resource("builtin.safetensors");
        var file = ModelFile.Read(weights);
        return new BuiltinModel(IdOf(file.WeightsSha256), weights, file, ModelRecord.Read(Resource("builtin.json")));
    }

    /// <summary>
    /// Makes a GUID of version 8 (RFC 9562) from a checksum, so that the same weights have the same id in every installation.
    /// </summary>
    internal static Guid IdOf(string weightsSha256)
    {
        var bytes = Convert.FromHexString(weightsSha256).AsSpan(0, GuidBytes);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(BuiltinModel).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly does not contain the resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
