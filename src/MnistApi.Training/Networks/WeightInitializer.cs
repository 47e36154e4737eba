using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Networks;

/// <summary>Draws the values of a network's tensors before training, each tensor from its own stream of random numbers.</summary>
internal static class WeightInitializer
{
    private const long Purpose = 0x1417;

    public static float[] Values(TensorSpec spec, Initialization initialization, long seed)
    {
        var values = new float[spec.ElementCount];
        var random = new SeededRandom([seed, Purpose, .. spec.Name.Select(character => (long)character)]);
        switch (spec.Role, initialization)
        {
            case (TensorRole.NormScale or TensorRole.RunningVariance, _):
                Array.Fill(values, 1);
                break;
            case (TensorRole.Weight, Initialization.StandardNormal):
                for (var i = 0; i < values.Length; i++) values[i] = random.NextGaussian();
                break;
            case (TensorRole.Weight or TensorRole.Bias, Initialization.Default):
                var bound = 1 / MathF.Sqrt(spec.FanIn);
                for (var i = 0; i < values.Length; i++) values[i] = random.NextSingle(-bound, bound);
                break;
        }

        return values;
    }
}
