using System.Text.Json.Nodes;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;

namespace MnistApi.Training.Tests.Configuration.Merging;

public class ConfigOverridesErrorTests
{
    private static readonly TrainingConfig Cnn = Recipes.Find("cnn-fast")!.Config;

    [Theory]
    [InlineData(
        """{"epoch":3}""",
        "epoch",
        "The field epoch is unknown. Did you mean epochs? The known fields are network, loss, labelSmoothing, onNonFiniteLoss, optimizer, "
            + "schedule, epochs, batchSize, validationSize, validationSplit, augmentation, earlyStoppingPatience, weightAveragingDecay.")]
    [InlineData(
        """{"learningRate":1}""",
        "learningRate",
        "The field learningRate is unknown. Did you mean optimizer.learningRate? The known fields are")]
    [InlineData(
        """{"kind":"adam"}""", "kind", "unknown. Did you mean network.kind or optimizer.kind or schedule.kind? The known fields are")]
    [InlineData("""{"Batch_Size":3}""", "Batch_Size", "unknown. Did you mean batchSize? The known fields are")]
    [InlineData(
        """{"optimizer":{"learnRate":1}}""",
        "optimizer.learnRate",
        "The field optimizer.learnRate is unknown. Did you mean learningRate? The known fields are kind, learningRate, momentum,")]
    [InlineData(
        """{"optimizer":{"foo":{"bar":1}}}""",
        "optimizer.foo",
        "The field optimizer.foo is unknown. The known fields are kind, learningRate, momentum,")]
    [InlineData(
        """{"network":{"convolutions":[{},{"kernal":3}]}}""",
        "network.convolutions[1].kernal",
        "Did you mean kernel? The known fields are channels, kernel, stride, pooling.")]
    [InlineData("""{"epochs":"three"}""", "epochs", "The field epochs must be a whole number. It is \"three\".")]
    [InlineData("""{"epochs":3.5}""", "epochs", "The field epochs must be a whole number. It is 3.5.")]
    [InlineData("""{"epochs":1e99}""", "epochs", "The field epochs must be a whole number between -2147483648 and 2147483647. It is 1e99.")]
    [InlineData("""{"epochs":2147483648}""", "epochs", "between -2147483648 and 2147483647. It is 2147483648.")]
    [InlineData("""{"epochs":1e999}""", "epochs", "between -2147483648 and 2147483647. It is 1e999.")]
    [InlineData("""{"earlyStoppingPatience":true}""", "earlyStoppingPatience", "must be a whole number. It is true.")]
    [InlineData(
        """{"optimizer":{"learningRate":"0.1"}}""",
        "optimizer.learningRate",
        "The field optimizer.learningRate must be a number. It is \"0.1\".")]
    [InlineData("""{"optimizer":{"learningRate":"NaN"}}""", "optimizer.learningRate", "must be a number. It is \"NaN\".")]
    [InlineData(
        """{"optimizer":{"learningRate":-1e999}}""",
        "optimizer.learningRate",
        "must be a number between -1.7976931348623157E+308 and 1.7976931348623157E+308. It is -1e999.")]
    [InlineData("""{"weightAveragingDecay":[0.9]}""", "weightAveragingDecay", "must be a number. It is [0.9].")]
    [InlineData("""{"network":{"batchNorm":1}}""", "network.batchNorm", "The field network.batchNorm must be true or false. It is 1.")]
    [InlineData(
        """{"network":{"kind":"transformer"}}""",
        "network.kind",
        "The field network.kind must be one of softmaxRegression, mlp, cnn. It is \"transformer\".")]
    [InlineData("""{"network":{"kind":"Mlp"}}""", "network.kind", "must be one of softmaxRegression, mlp, cnn. It is \"Mlp\".")]
    [InlineData("""{"optimizer":{"kind":"sgd, adam"}}""", "optimizer.kind", "must be one of sgd, adam, adamW. It is \"sgd, adam\".")]
    [InlineData("""{"optimizer":{"kind":1}}""", "optimizer.kind", "must be one of sgd, adam, adamW. It is 1.")]
    [InlineData("""{"optimizer":"adam"}""", "optimizer", "The field optimizer must be an object. It is \"adam\".")]
    [InlineData("""{"augmentation":[]}""", "augmentation", "The field augmentation must be an object. It is [].")]
    [InlineData("""{"network":{"hiddenUnits":64}}""", "network.hiddenUnits", "The field network.hiddenUnits must be an array. It is 64.")]
    [InlineData(
        """{"network":{"hiddenUnits":[64,"é"]}}""",
        "network.hiddenUnits[1]",
        "The field network.hiddenUnits[1] must be a whole number. It is \"é\".")]
    [InlineData("""{"network":{"convolutions":[3]}}""", "network.convolutions[0]", "must be an object. It is 3.")]
    [InlineData("""{"network":null}""", "network", "The field network must not be null.")]
    [InlineData("""{"epochs":null}""", "epochs", "The field epochs must not be null.")]
    [InlineData("""{"network":{"kind":null}}""", "network.kind", "The field network.kind must not be null.")]
    [InlineData(
        """{"network":{"convolutions":[null]}}""", "network.convolutions[0]", "The field network.convolutions[0] must not be null.")]
    [InlineData("""{"epochs":3,"epochs":4}""", "epochs", "The field epochs occurs more than once. Give it once.")]
    [InlineData("""{"optimizer":{"kind":"sgd","kind":"adam"}}""", "optimizer.kind", "occurs more than once")]
    [InlineData("""{"epochs":0}""", "epochs", "between 1 and 1000. It is 0.")]
    [InlineData("""{"network":{"convolutions":[{},{"kernel":9}]}}""", "network.convolutions[1].kernel", "between 1 and 7. It is 9.")]
    [InlineData("""{"network":{"kind":"mlp"}}""", "network.hiddenUnits", "hiddenUnits is empty")]
    [InlineData("""{"optimizer":{"momentum":0.9}}""", "optimizer.momentum", "Only sgd has momentum")]
    public void A_fault_says_where_it_is_what_was_expected_and_what_was_given(string overrides, string field, string message)
    {
        var result = Apply(overrides);

        var error = Assert.Single(result.Errors);
        Assert.Null(result.Config);
        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once_in_the_overrides_order()
    {
        var result = Apply("""
            {
              "optimizer": { "learningRate": "fast", "lerningRate": 1, "beta1": null },
              "epochs": 3.5,
              "network": { "convolutions": [{ "kernel": 3 }, { "kernel": "5", "stride": {} }], "activation": "swish" },
              "schedule": [],
              "seed": 1
            }
            """);

        Assert.Equal(
            [
                "optimizer.learningRate",
                "optimizer.lerningRate",
                "optimizer.beta1",
                "epochs",
                "network.convolutions[1].kernel",
                "network.convolutions[1].stride",
                "network.activation",
                "schedule",
                "seed",
            ],
            result.Errors.Select(error => error.Field));
    }

    [Fact]
    public void Values_are_validated_once_all_have_their_type()
    {
        Assert.Equal(["batchSize"], Apply("""{"epochs":0,"batchSize":"50"}""").Errors.Select(error => error.Field));
        Assert.Equal(["batchSize", "epochs"], Apply("""{"epochs":0,"batchSize":5001}""").Errors.Select(error => error.Field).Order());
    }

    [Fact]
    public void Long_names_and_values_are_cut_and_control_characters_replaced()
    {
        var error = Assert.Single(Apply($$"""{"epochs":"{{new string('x', 10_000)}}"}""").Errors);
        Assert.Equal($"The field epochs must be a whole number. It is \"{new string('x', 99)}….", error.Message);

        error = Assert.Single(Apply($$"""{"{{new string('x', 10_000)}}":1}""").Errors);
        Assert.Equal(new string('x', 100) + "…", error.Field);
        Assert.StartsWith($"The field {error.Field} is unknown. The known fields are network,", error.Message, StringComparison.Ordinal);

        error = Assert.Single(Apply($$"""{"{{new string('x', 99)}}😀y":1}""").Errors);
        Assert.Equal(new string('x', 99) + "…", error.Field);

        error = Assert.Single(Apply("""{"a\r\nb":1}""").Errors);
        Assert.Equal("a??b", error.Field);
        Assert.StartsWith("The field a??b is unknown.", error.Message, StringComparison.Ordinal);
    }

    private static OverriddenConfig Apply(string overrides) => ConfigOverrides.Apply(Cnn, JsonNode.Parse(overrides)!.AsObject());
}
