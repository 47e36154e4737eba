namespace MnistApi.Training.Configuration;

/// <summary>What a network costs in memory and arithmetic, computed from its configuration alone.</summary>
internal sealed class NetworkSize
{
    private readonly NetworkConfig _config;

    private NetworkSize(NetworkConfig config) => _config = config;

    /// <summary>Number of trained floats.</summary>
    public long ParameterCount { get; private set; }

    /// <summary>Floats that a forward pass keeps for the backward pass, per image.</summary>
    public long ActivationsPerImage { get; private set; }

    /// <summary>Multiplications of a forward pass, per image.</summary>
    public long MultiplicationsPerImage { get; private set; }

    /// <summary>Measures a network.</summary>
    /// <param name="config">A configuration whose fields are within their bounds.</param>
    public static NetworkSize Of(NetworkConfig config)
    {
        var size = new NetworkSize(config);
        var features = size.AddConvolutions();
        foreach (var units in config.HiddenUnits)
        {
            size.AddHidden(features, units, positions: 1);
            size.AddDropout(units);
            features = units;
        }

        size.Add(features, NetworkConfig.OutputCount, positions: 1, parametersPerOutput: 1, valuesPerOutput: 1);
        return size;
    }

    /// <summary>Returns the number of values that the convolutions make of an image.</summary>
    private int AddConvolutions()
    {
        var features = NetworkConfig.InputSide * NetworkConfig.InputSide;
        foreach (var stage in _config.ConvolutionStages())
        {
            AddHidden(stage.FanIn, stage.Config.Channels, stage.ConvolvedSide * stage.ConvolvedSide);
            features = stage.Features;
            if (stage.HasPooling) ActivationsPerImage += features;
        }

        if (_config.Convolutions.Count > 0) AddDropout(features);
        return features;
    }

    /// <summary>A layer and its activation, with a bias or with the scale, shift and output of a batch normalization.</summary>
    private void AddHidden(int fanIn, int outputs, int positions)
    {
        if (_config.BatchNorm) Add(fanIn, outputs, positions, parametersPerOutput: 2, valuesPerOutput: 3);
        else Add(fanIn, outputs, positions, parametersPerOutput: 1, valuesPerOutput: 2);
    }

    private void Add(int fanIn, int outputs, int positions, int parametersPerOutput, int valuesPerOutput)
    {
        ParameterCount += (long)fanIn * outputs + parametersPerOutput * outputs;
        ActivationsPerImage += (long)valuesPerOutput * outputs * positions;
        MultiplicationsPerImage += (long)fanIn * outputs * positions;
    }

    /// <summary>The mask and the product.</summary>
    private void AddDropout(int features)
    {
        if (_config.Dropout > 0) ActivationsPerImage += 2 * features;
    }
}
