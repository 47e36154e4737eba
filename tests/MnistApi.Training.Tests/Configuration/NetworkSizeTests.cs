using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Configuration;

public sealed class NetworkSizeTests
{
    /// <summary>Networks a little above the bound, so that the validator's message says how many parameters it counted.</summary>
    public static TheoryData<string, NetworkConfig> TooLarge => new()
    {
        { "mlp", new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [4096, 250] } },
        {
            "mlp with batch normalization",
            new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [4096, 250], BatchNorm = true, Dropout = 0.5 }
        },
        { "cnn", new NetworkConfig { Kind = NetworkKind.Cnn, Convolutions = Convolutions, HiddenUnits = [3600, 600] } },
        {
            "cnn with batch normalization",
            new NetworkConfig { Kind = NetworkKind.Cnn, Convolutions = Convolutions, HiddenUnits = [3600, 600], BatchNorm = true }
        },
    };

    private static ConvolutionConfig[] Convolutions =>
    [
        new() { Channels = 20, Kernel = 4, Stride = 2 },
        new() { Channels = 80, Kernel = 3, Pooling = 2 },
        new() { Channels = 90, Kernel = 3, Pooling = 4 },
        new() { Channels = 512, Kernel = 1, Pooling = 2 }, // Its image has one pixel, so nothing is pooled.
    ];

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void The_validator_counts_the_parameters_that_the_network_has(string name, NetworkConfig config)
    {
        using var built = NeuralNetwork.Create(config, seed: 1);
        var error = Assert.Single(ConfigValidator.Validate(new TrainingConfig { Network = config }));

        Assert.True(built.ParameterCount > NetworkConfig.MaxParameterCount, name);
        Assert.StartsWith(
            FormattableString.Invariant($"The network has {built.ParameterCount:N0} parameters"), error.Message, StringComparison.Ordinal);
    }
}
