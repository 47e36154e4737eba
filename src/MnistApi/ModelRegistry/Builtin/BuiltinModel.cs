using MnistApi.Training.Checkpoints;

namespace MnistApi.ModelRegistry.Builtin;

/// <summary>The model that the service brings along, trained by one of its own recipes on MNIST: its file, and how it came to be.</summary>
internal sealed record BuiltinModel(Guid Id, byte[] Weights, ModelFile File, ModelRecord Record)
{
    private const int GuidBytes = 16;

    /// <summary>Reads it from the program.</summary>
    public static BuiltinModel Read()
    {
        var weights = Resource("builtin.safetensors");
        var file = ModelFile.Read(weights);
        return new BuiltinModel(IdOf(file.WeightsSha256), weights, file, ModelRecord.Read(Resource("builtin.json")));
    }

    /// <summary>The same weights have the same id everywhere; others have another one. A GUID of version 8 (RFC 9562): of our own making.</summary>
    internal static Guid IdOf(string weightsSha256)
    {
        var bytes = Convert.FromHexString(weightsSha256).AsSpan(0, GuidBytes);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(BuiltinModel).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
