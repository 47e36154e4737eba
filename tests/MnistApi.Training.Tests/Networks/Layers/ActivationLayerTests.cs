using System.Text.Json.Nodes;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Networks.Layers;

public sealed class ActivationLayerTests
{
    /// <summary>None is near 0, where ReLU has no derivative.</summary>
    private static readonly float[] Points = [-3, -2, -1, -0.5f, 0.5f, 1, 2, 3];

    [Fact]
    public void Gelu_is_exact()
    {
        // x · Φ(x) with Φ from a table of the normal distribution. The approximation by tanh gives 0.84119 for 1.
        double[] distribution = [0.00134990, 0.02275013, 0.15865525, 0.30853754, 0.69146246, 0.84134475, 0.97724987, 0.99865010];

        var expected = Points.Zip(distribution, (x, share) => x * share);

        Assert.All(Values(Activation.Gelu, Points).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Gelu)]
    public void The_gradient_is_the_function_s_slope(Activation activation)
    {
        const float Step = 0.01f;
        var above = Values(activation, [.. Points.Select(x => x + Step)]);
        var below = Values(activation, [.. Points.Select(x => x - Step)]);
        var slopes = above.Zip(below, (high, low) => (high - low) / (2 * Step));

        Assert.All(Gradients(activation).Zip(slopes), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    [Fact]
    public void A_run_with_gelu_by_override_learns_and_its_model_survives_its_file()
    {
        var overridden = ConfigOverrides.Apply(SmallTraining.Mlp, JsonNode.Parse("""{"network":{"activation":"gelu"}}""")!.AsObject());
        using var trainer = new Trainer(overridden.Config!, SmallTraining.Dataset, seed: 1);

        var last = trainer.RunToEnd()[^1];
        var model = ModelFile.Of(trainer.CreateCheckpoint(), Calibration.None);
        var read = ModelFile.Read(model.ToBytes());

        Assert.InRange(last.ValidationAccuracy, 0.8, 1);
        Assert.Equal(Activation.Gelu, read.Config.Network.Activation);
        var before = new Predictor(model);
        var after = new Predictor(read);
        Assert.Equal(before.Predict(SmallTraining.Dataset.Test.Pixels.Span), after.Predict(SmallTraining.Dataset.Test.Pixels.Span));
    }

    /// <summary>The function at up to eight points.</summary>
    private static float[] Values(Activation activation, float[] points)
    {
        using var network = Network(activation, points);
        return network.Logits(FirstPixel())[..points.Length];
    }

    /// <summary>The derivatives at <see cref="Points"/>.</summary>
    private static float[] Gradients(Activation activation)
    {
        using var scope = NewDisposeScope();
        using var network = Network(activation, Points);
        var images = zeros(1, ImageSet.PixelsPerImage);
        images[0, 0] = 1;
        var result = network.Backpropagate(images, new TrainingPass(Seed: 1, Epoch: 1, Step: 1), logits => logits.sum());
        return result.Gradients[0][0].data<float>().ToArray();
    }

    /// <summary>
    /// A network whose hidden unit i gets <c>points[i]</c> from the first pixel, and whose logit i is that unit's output.
    /// </summary>
    private static NeuralNetwork Network(Activation activation, float[] points)
    {
        var hidden = new float[ImageSet.PixelsPerImage * points.Length];
        points.CopyTo(hidden, 0);
        var output = new float[points.Length * ImageSet.ClassCount];
        for (var i = 0; i < points.Length; i++) output[i * ImageSet.ClassCount + i] = 1;
        return NeuralNetwork.Restore(
            new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [points.Length], Activation = activation },
            new Dictionary<string, float[]>
            {
                ["hidden1.weight"] = hidden,
                ["hidden1.bias"] = new float[points.Length],
                ["output.weight"] = output,
                ["output.bias"] = new float[ImageSet.ClassCount],
            });
    }

    private static byte[] FirstPixel()
    {
        var image = new byte[ImageSet.PixelsPerImage];
        image[0] = 255;
        return image;
    }
}
