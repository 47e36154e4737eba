using MnistApi.Training.Data;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>One step's images and labels. The tensors, and all that is computed from them, live until the next batch is asked for.</summary>
/// <param name="Step">From 1 in each epoch.</param>
/// <param name="Images">[N, 784], 0 to 1.</param>
/// <param name="Labels">[N] of 64-bit integers, 0 to 9.</param>
internal readonly record struct Batch(int Step, Tensor Images, Tensor Labels)
{
    public int Count => (int)Labels.shape[0];

    /// <summary>How many images the logits, [N, 10], recognize.</summary>
    public int CountCorrect(Tensor logits)
    {
        var scores = TensorMemory.Of(logits);
        var labels = Labels.data<long>();
        var correct = 0;
        for (var i = 0; i < Count; i++)
            if (Softmax.ArgMax(scores.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount)) == labels[i]) correct++;
        return correct;
    }
}
