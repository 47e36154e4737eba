using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// Inverted dropout. Its mask depends only on (seed, epoch, step, layer). torch's own dropout draws from one generator for the whole
/// process: a second run in the process would disturb it, and a resumed run could not repeat it.
/// </summary>
internal sealed record DropoutLayer(string Name, int Index, double Probability) : Layer(Name)
{
    private const int Resolution = 1 << 16; // 64 random bits give four decisions.

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
