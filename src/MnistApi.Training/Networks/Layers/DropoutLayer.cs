using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// Inverted dropout whose mask depends on (seed, epoch, step, layer) alone. torch's own draws from one generator per process,
/// which a second run in the process would disturb and a resumed run could not repeat.
/// </summary>
internal sealed record DropoutLayer(string Name, int Index, double Probability) : Layer(Name)
{
    private const int Resolution = 1 << 16; // Four decisions from each 64 random bits.

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training)
    {
        if (training is not { } pass) return x;

        var mask = empty(x.shape);
        Fill(TensorMemory.Of(mask), new SeededRandom(pass.Seed, pass.Epoch, pass.Step, Index));
        return x * mask;
    }

    private void Fill(Span<float> mask, SeededRandom random)
    {
        var threshold = (int)Math.Round(Probability * Resolution);
        var kept = (float)(1 / (1 - Probability));
        var bits = 0UL;
        for (var i = 0; i < mask.Length; i++, bits >>= 16)
        {
            if (i % 4 == 0) bits = random.NextUInt64();
            mask[i] = (int)(bits % Resolution) < threshold ? 0 : kept;
        }
    }
}
