using System.Runtime.InteropServices;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;
using MnistApi.Training.Optimization;

namespace MnistApi.Training.Checkpoints;

/// <summary>Reads the tensors of a file that its configuration needs, and refuses those with another type or shape.</summary>
internal sealed class CheckpointTensors
{
    private readonly NetworkLayout _layout;
    private readonly OptimizerConfig _optimizer;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    private CheckpointTensors(TrainingConfig config, SafetensorsFile file)
    {
        _layout = NetworkLayout.Of(config.Network);
        _optimizer = config.Optimizer;
        _tensors = file.Tensors.ToDictionary(tensor => tensor.Name);
    }

    public static CheckpointTensors Of(TrainingConfig config, SafetensorsFile file) => new(config, file);

    /// <summary>One array for each tensor of the network. In the file, the prefix stands before the names.</summary>
    public Dictionary<string, float[]> Take(string prefix) =>
        _layout.Tensors.ToDictionary(spec => spec.Name, spec => Values(prefix + spec.Name, spec.Shape));

    /// <summary>One array for each moment of each trained tensor. In the file, the prefix stands before the names.</summary>
    public Dictionary<string, float[]> TakeMoments(string prefix)
    {
        var moments =
            from moment in OptimizerFactory.MomentNames(_optimizer)
            from spec in _layout.Tensors
            where spec.IsTrained
            select (Name: $"{moment}.{spec.Name}", spec.Shape);
        return moments.ToDictionary(moment => moment.Name, moment => Values(prefix + moment.Name, moment.Shape));
    }

    private float[] Values(string name, long[] shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
            throw new CheckpointFormatException(
                $"The tensor '{name}' is missing, but the file's configuration needs it. {FileFormat.UseOriginal}");
        if (tensor.Dtype != SafetensorsDtype.F32 || !tensor.Shape.AsSpan().SequenceEqual(shape))
            throw new CheckpointFormatException(
                $"The tensor '{name}' is {tensor.Dtype} [{string.Join(", ", tensor.Shape)}], "
                + $"but the file's configuration needs F32 [{string.Join(", ", shape)}]. {FileFormat.UseOriginal}");
        return MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();
    }
}
