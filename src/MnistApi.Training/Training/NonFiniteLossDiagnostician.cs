using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>Finds the cause of a non-finite loss by repeating the forward pass layer by layer.</summary>
internal static class NonFiniteLossDiagnostician
{
    /// <summary>Diagnoses the loss of a training batch.</summary>
    /// <param name="config">The configuration of the run.</param>
    /// <param name="network">The network in the state that gave the loss.</param>
    /// <param name="images">The images of the batch, [N, 784].</param>
    /// <param name="pass">The training pass, to repeat its dropout masks.</param>
    public static NonFiniteLossDiagnosis DiagnoseBatch(TrainingConfig config, NeuralNetwork network, Tensor images, TrainingPass pass) =>
        Diagnose(config, network, images, pass.Epoch, pass);

    /// <summary>Diagnoses the loss of the first chunk of validation images whose loss is not finite.</summary>
    /// <param name="config">The configuration of the run.</param>
    /// <param name="network">The network in the state that gave the loss.</param>
    /// <param name="validation">Validation images with a loss that is not finite.</param>
    /// <param name="epoch">From 1.</param>
    public static NonFiniteLossDiagnosis DiagnoseValidation(TrainingConfig config, NeuralNetwork network, ImageSet validation, int epoch)
    {
        var start = 0;
        while (start + NetworkConfig.EvaluationChunk < validation.Count && IsFinite(Chunk(start))) start += NetworkConfig.EvaluationChunk;

        using var scope = NewDisposeScope();
        return Diagnose(config, network, NeuralNetwork.Inputs(Chunk(start).Pixels.Span), epoch, pass: null);

        ImageSet Chunk(int first) => validation.Slice(first, Math.Min(NetworkConfig.EvaluationChunk, validation.Count - first));

        bool IsFinite(ImageSet images) => double.IsFinite(Evaluator.Evaluate(network, images, config.Loss).Loss);
    }

    private static NonFiniteLossDiagnosis Diagnose(
        TrainingConfig config, NeuralNetwork network, Tensor images, int epoch, TrainingPass? pass)
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

        var values = TensorMemory.Of(logits);
        var (zeros, largest) = (CountZeroProbabilities(values), LargestFinite(values));
        return new NonFiniteLossDiagnosis(epoch, pass?.Step, layer ?? "loss", weightsWereFinite, zeros, largest, Advice(config, layer));
    }

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();

    private static string Advice(TrainingConfig config, string? layer) => (config.Loss, layer) switch
    {
        (LossKind.NaiveCrossEntropy, null) =>
            "A probability rounded to zero, and log(0) is not finite. Use the loss crossEntropy, which works on the logits.",
        (LossKind.NaiveCrossEntropy, _) =>
            "The gradient of log(p) at a probability near zero made the weights non-finite. Use the loss crossEntropy.",
        _ => "The weights grew too large. Lower optimizer.learningRate, set optimizer.gradientClipNorm (1 is a usual value), "
            + "or use the initialization default.",
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
