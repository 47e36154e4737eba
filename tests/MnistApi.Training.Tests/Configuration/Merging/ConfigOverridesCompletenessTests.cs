using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;

namespace MnistApi.Training.Tests.Configuration.Merging;

/// <summary>Walks the types of <see cref="TrainingConfig"/>, so that a field which is added later is tested as well.</summary>
public class ConfigOverridesCompletenessTests
{
    private static readonly TrainingConfig Before = new()
    {
        Network = new NetworkConfig { Kind = NetworkKind.Cnn, Convolutions = [new ConvolutionConfig { Channels = 4 }], HiddenUnits = [8] },
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, Momentum = 0.5 },
    };

    /// <summary>Another value for every field but the kinds, each of which is valid in <see cref="Before"/> by itself.</summary>
    private static readonly TrainingConfig After = new()
    {
        Network = new NetworkConfig
        {
            Kind = NetworkKind.Cnn,
            Convolutions = [new ConvolutionConfig { Channels = 6, Kernel = 5, Stride = 2, Pooling = 2 }],
            HiddenUnits = [9],
            Activation = Activation.Tanh,
            Initialization = Initialization.StandardNormal,
            Dropout = 0.1,
            BatchNorm = true,
        },
        Loss = LossKind.NaiveCrossEntropy,
        LabelSmoothing = 0.1,
        OnNonFiniteLoss = NonFiniteLossAction.Continue,
        Optimizer = new OptimizerConfig
        {
            Kind = OptimizerKind.Sgd,
            LearningRate = 0.1,
            Momentum = 0.9,
            Nesterov = true,
            Beta1 = 0.8,
            Beta2 = 0.99,
            Epsilon = 1e-7,
            WeightDecay = 0.1,
            GradientClipNorm = 1,
        },
        Schedule = new ScheduleConfig { StepEpochs = 3, StepFactor = 0.5, WarmupFraction = 0.1, InitialFactor = 0.1, FinalFactor = 0.1 },
        Epochs = 3,
        BatchSize = 64,
        ValidationSize = 100,
        ValidationSplit = ValidationSplit.Writers,
        Augmentation = new AugmentationConfig
        {
            Rotation = 1,
            Scale = 0.1,
            Shear = 0.1,
            Shift = 1,
            Elastic = 1,
            Thickness = 0.1,
            Gaps = 0.1,
            Blur = 0.1,
            Fading = 0.1,
            Specks = 0.1,
            Noise = 0.1,
            SyntheticShare = 0.1,
            NonDigitShare = 0.1,
        },
        EarlyStoppingPatience = 2,
        WeightAveragingDecay = 0.9,
    };

    public static TheoryData<string> Fields => [.. Leaves(typeof(TrainingConfig), "")];

    [Fact]
    public void The_fields_are_those_of_all_records()
    {
        string[] some =
        [
            "network/kind",
            "network/hiddenUnits/0",
            "network/convolutions/0/pooling",
            "optimizer/gradientClipNorm",
            "augmentation/thickness",
            "epochs",
            "weightAveragingDecay",
        ];

        Assert.Subset(Leaves(typeof(TrainingConfig), "").ToHashSet(), some.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_can_be_overridden_by_itself(string field)
    {
        var overrides = field.EndsWith("/kind", StringComparison.Ordinal)
            ? OtherKind(field)
            : Only(field.Split('/'), At(Json(After), field));
        Assert.NotEqual(At(Json(Before), field)?.ToJsonString(), At(overrides, field)!.ToJsonString());

        var result = ConfigOverrides.Apply(Before, overrides);

        Assert.Empty(result.Errors);
        Assert.Equal(At(overrides, field)!.ToJsonString(), At(Json(result.Config!), field)!.ToJsonString());
    }

    private static IEnumerable<string> Leaves(Type type, string path)
    {
        var info = TrainingJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => info.Properties.SelectMany(
                property => Leaves(property.PropertyType, path.Length == 0 ? property.Name : $"{path}/{property.Name}")),
            JsonTypeInfoKind.Enumerable => Leaves(info.ElementType!, $"{path}/0"),
            _ => [path],
        };
    }

    private static JsonNode? At(JsonNode? node, string field) =>
        field.Split('/').Aggregate(node, (at, step) => at is JsonArray items ? items[int.Parse(step)] : at?[step]);

    /// <summary>The value, in objects and arrays that hold nothing else.</summary>
    private static JsonObject Only(string[] steps, JsonNode? value) => new() { [steps[0]] = Inside(steps.AsSpan(1), value?.DeepClone()) };

    private static JsonNode? Inside(ReadOnlySpan<string> steps, JsonNode? value) => steps switch
    {
        [] => value,
        ["0", ..] => new JsonArray(Inside(steps[1..], value)),
        _ => new JsonObject { [steps[0]] = Inside(steps[1..], value) },
    };

    private static JsonObject OtherKind(string field) => JsonNode.Parse(field switch
    {
        "network/kind" => """{"network":{"kind":"softmaxRegression"}}""",
        "optimizer/kind" => """{"optimizer":{"kind":"adamW"}}""",
        "schedule/kind" => """{"schedule":{"kind":"cosine"}}""",
        _ => throw new ArgumentException($"Name another kind for {field}.", nameof(field)),
    })!.AsObject();

    private static JsonNode? Json(TrainingConfig config) => JsonSerializer.SerializeToNode(config, TrainingJson.Options);
}
