using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;

namespace MnistApi.Training.Tests.Configuration.Merging;

public class ConfigOverridesTests
{
    private static readonly TrainingConfig LectureMlp = Recipes.Find("lecture-mlp")!.Config;
    private static readonly TrainingConfig CnnFast = Recipes.Find("cnn-fast")!.Config;
    private static readonly TrainingConfig CnnAccurate = Recipes.Find("cnn-accurate")!.Config;

    [Fact]
    public void Just_the_given_fields_change()
    {
        var expected = LectureMlp with { Epochs = 3, Optimizer = LectureMlp.Optimizer with { LearningRate = 0.005 } };

        AssertGives(expected, LectureMlp, """{"epochs":3,"optimizer":{"learningRate":0.005}}""");
        AssertGives(LectureMlp, LectureMlp, "{}");
        AssertGives(LectureMlp, LectureMlp, """{"network":{},"optimizer":{}}""");
    }

    [Fact]
    public void Neither_the_configuration_nor_the_overrides_are_changed()
    {
        var overrides = JsonNode.Parse("""{"epochs":3,"network":{"kind":"mlp","hiddenUnits":[64]}}""")!.AsObject();
        var (configBefore, overridesBefore) = (Json(CnnFast), overrides.ToJsonString());

        ConfigOverrides.Apply(CnnFast, overrides);

        Assert.Equal(configBefore, Json(CnnFast));
        Assert.Equal(overridesBefore, overrides.ToJsonString());
    }

    [Fact]
    public void An_array_is_replaced_as_a_whole_and_its_objects_begin_with_the_defaults()
    {
        AssertGives(
            LectureMlp with { Network = LectureMlp.Network with { HiddenUnits = [32, 16] } },
            LectureMlp,
            """{"network":{"hiddenUnits":[32,16]}}""");
        AssertGives(
            CnnFast with
            {
                Network = CnnFast.Network with { Convolutions = [new ConvolutionConfig { Channels = 8 }, new ConvolutionConfig()] },
            },
            CnnFast, """{"network":{"convolutions":[{"channels":8},{}]}}""");
    }

    [Fact]
    public void Null_is_taken_where_the_configuration_can_do_without()
    {
        AssertGives(
            CnnAccurate with { Augmentation = null, WeightAveragingDecay = null },
            CnnAccurate,
            """{"augmentation":null,"weightAveragingDecay":null}""");
    }

    [Fact]
    public void An_object_for_a_null_begins_with_the_defaults_and_one_for_an_object_with_what_is_there()
    {
        AssertGives(
            LectureMlp with { Augmentation = new AugmentationConfig { Rotation = 5 } }, LectureMlp, """{"augmentation":{"rotation":5}}""");
        AssertGives(LectureMlp with { Augmentation = new AugmentationConfig() }, LectureMlp, """{"augmentation":{}}""");
        AssertGives(
            CnnAccurate with { Augmentation = CnnAccurate.Augmentation! with { Rotation = 5 } },
            CnnAccurate,
            """{"augmentation":{"rotation":5}}""");
    }

    [Fact]
    public void Another_kind_begins_with_the_defaults_since_the_old_kinds_fields_do_not_apply()
    {
        AssertGives(
            CnnFast with { Network = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [64] } },
            CnnFast, """{"network":{"hiddenUnits":[64],"kind":"mlp"}}""");
        AssertGives(
            CnnFast with { Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, Momentum = 0.9 } },
            CnnFast, """{"optimizer":{"kind":"sgd","momentum":0.9}}""");
        AssertGives(
            CnnFast with { Schedule = new ScheduleConfig { Kind = ScheduleKind.Step, StepEpochs = 2 } },
            CnnFast with { Schedule = CnnFast.Schedule with { FinalFactor = 0.5 } }, """{"schedule":{"kind":"step","stepEpochs":2}}""");
    }

    [Fact]
    public void The_same_kind_is_merged_as_if_it_were_not_given()
    {
        AssertGives(
            CnnFast with { Network = CnnFast.Network with { Dropout = 0.1 }, Optimizer = CnnFast.Optimizer with { WeightDecay = 0.02 } },
            CnnFast, """{"network":{"kind":"cnn","dropout":0.1},"optimizer":{"kind":"adamW","weightDecay":0.02}}""");
    }

    [Fact]
    public void A_whole_configuration_overrides_every_other()
    {
        foreach (var from in Recipes.All)
            foreach (var to in Recipes.All)
                AssertGives(to.Config, from.Config, Json(to.Config));
    }

    [Fact]
    public void A_whole_number_may_be_written_with_a_point_or_an_exponent()
    {
        AssertGives(LectureMlp with { Epochs = 3, BatchSize = 100 }, LectureMlp, """{"epochs":3.0,"batchSize":1e2}""");
    }

    private static void AssertGives(TrainingConfig expected, TrainingConfig config, string overrides)
    {
        var result = ConfigOverrides.Apply(config, JsonNode.Parse(overrides)!.AsObject());

        Assert.Empty(result.Errors);
        Assert.Equal(Json(expected), Json(result.Config!));
    }

    private static string Json(TrainingConfig config) => JsonSerializer.Serialize(config, TrainingJson.Options);
}
