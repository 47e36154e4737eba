using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>Repeats a forward pass layer by layer to find where a non-finite loss comes from.</summary>
internal static class NonFiniteLossDiagnostician
{
    /// <param name="images">[N, 784], the batch that gave the loss.</param>
    /// <param name="pass">The training pass, to draw the same dropout masks; null for validation.</param>
    public static NonFiniteLossDiagnosis Diagnose(TrainingConfig config, NeuralNetwork network, Tensor images, int epoch, TrainingPass? pass)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        string? layer = null;
        var (weightsWereFinite, logits) = (true, images);
        foreach (var (name, tensors, output) in network.ForwardByLayer(images, pass))
        {
            logits = output;
            if (layer is not null || IsFinite(output)) continue;
            (layer, weightsWereFinite) = (name, tensors.All(IsFinite));
        }

        return new NonFiniteLossDiagnosis(epoch, pass?.Step, layer ?? "loss", weightsWereFinite,
            CountZeroProbabilities(TensorMemory.Of(logits)), LargestFinite(TensorMemory.Of(logits)), Advice(config, layer));
    }

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();

    private static string Advice(TrainingConfig config, string? layer) => (config.Loss, layer) switch
    {
        (LossKind.NaiveCrossEntropy, null) => "A probability that rounds to zero makes log(0): use the loss crossEntropy, which takes the logits and cannot.",
        (LossKind.NaiveCrossEntropy, _) => "The gradient of log(p) at a probability near zero has spoilt the weights: use the loss crossEntropy.",
        _ => "The weights have grown out of range: lower optimizer.learningRate, set optimizer.gradientClipNorm (1 is a usual value), or use initialization default.",
    };

    private static int CountZeroProbabilities(ReadOnlySpan<float> logits)
    {
        var count = 0;
        Span<float> probabilities = stackalloc float[ImageSet.ClassCount];
        for (var i = 0; i < logits.Length; i += ImageSet.ClassCount)
        {
            Softmax.Probabilities(logits.Slice(i, ImageSet.ClassCount), probabilities);
            count += probabilities.Count(0f);
        }

        return count;
    }

    private static float? LargestFinite(ReadOnlySpan<float> logits)
    {
        float? largest = null;
        foreach (var logit in logits)
            if (float.IsFinite(logit) && !(Math.Abs(logit) <= Math.Abs(largest ?? 0))) largest = logit;
        return largest;
    }
}
