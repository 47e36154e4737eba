using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Checkpoints;

internal static class Samples
{
    private static readonly Lazy<Checkpoint> TrainedMlp = new(() => Train(SmallTraining.Mlp));
    private static readonly Lazy<Checkpoint> TrainedCnn = new(() => Train(SmallTraining.CnnWithEverything));

    /// <summary>One epoch of a network without averaged weights.</summary>
    public static Checkpoint Plain => TrainedMlp.Value;

    /// <summary>One epoch of a network with averaged weights.</summary>
    public static Checkpoint Averaged => TrainedCnn.Value;

    public static SafetensorsFile Small() => new(
        new Dictionary<string, string> { ["format"] = "1", ["classes"] = "[\"0\",\"9\"] é \"quoted\"" },
        [
            Floats("layer1.weight", [2, 3], 1, -2.5f, float.NaN, 0, float.MaxValue, -0f),
            Floats("layer1.bias", [1], 0.5f),
            Step(937),
            Floats("empty", [0, 7]),
        ]);

    public static SafetensorsTensor Floats(string name, long[] shape, params float[] values) =>
        new(name, SafetensorsDtype.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    public static SafetensorsTensor Step(long value) => new("step", "I64", [], BitConverter.GetBytes(value));

    /// <summary>A file with this header, byte for byte, and zeros behind it.</summary>
    public static byte[] Crafted(string header, int dataLength = 0)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    public static string Header(byte[] file) => Encoding.UTF8.GetString(file, 8, (int)BinaryPrimitives.ReadInt64LittleEndian(file));

    public static void AssertSame(SafetensorsFile expected, SafetensorsFile actual)
    {
        Assert.Equal(expected.Metadata, actual.Metadata);
        Assert.Equal(expected.Tensors.Select(t => (t.Name, t.Dtype)), actual.Tensors.Select(t => (t.Name, t.Dtype)));
        Assert.Equal(expected.Tensors.Select(t => t.Shape), actual.Tensors.Select(t => t.Shape));
        Assert.Equal(expected.Tensors.Select(t => t.Data.ToArray()), actual.Tensors.Select(t => t.Data.ToArray()));
    }

    private static Checkpoint Train(TrainingConfig config)
    {
        using var trainer = new Trainer(config with { Epochs = 1 }, SmallTraining.Dataset, seed: 1);
        trainer.RunToEnd();
        return trainer.CreateCheckpoint();
    }
}
