using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Training.Configuration;

namespace MnistApi.Tests.ModelRegistry.Gate;

/// <summary>What the gate's report says about other datasets, small differences and probabilities.</summary>
public class GateReportTests
{
    [Fact]
    public async Task The_gate_refuses_a_model_of_another_dataset()
    {
        using var data = new TestDirectory();
        await using (var service = await ServiceProcess.StartAsync(data.Path))
        {
            var kept = await service.Client.StartRunAsync($$"""{"promoteTo":"kept",{{Api.SmallRun[1..]}}""");
            await service.Client.WaitForEndAsync(kept.Id);
        }

        await using var other = await ServiceProcess.StartAsync(data.Path, ("Datasets__Synthetic__TestCount", "400"));
        var run = await other.Client.WaitForEndAsync((await other.Client.StartRunAsync(Api.SmallRun)).Id);

        using var response = await other.Client.PutJsonAsync($"{Api.Aliases}/kept", $$"""{"modelId":"{{run.Id}}"}""");
        var report = await response.ReadGateReportAsync();
        Assert.Equal(
            [GateCheckName.Dataset, GateCheckName.ValidationAccuracy],
            report.Checks.Where(check => !check.Passed).Select(check => check.Name));
    }

    [Fact]
    public void The_gate_refuses_a_slightly_less_accurate_model_and_says_that_the_difference_may_be_chance()
    {
        var images = new ModelImages("mnist", "", 5000);
        Assert.False(ReportOf(0.9958).Passed);
        var message = ReportOf(0.9958).Of(GateCheckName.ValidationAccuracy).Message;
        Assert.Contains("it can be chance (p = 0.", message, StringComparison.Ordinal);
        Assert.True(ReportOf(0.9960).Passed);
        Assert.True(ReportOf(0.9962).Passed);

        GateReport ReportOf(double candidate) => ModelGate.Report(Model(candidate), Model(0.9960), []);

        GatedModel Model(double accuracy)
        {
            var (validation, test) = (MeasuredAccuracy.Of(accuracy, 5000), MeasuredAccuracy.Of(accuracy, 10_000));
            return new GatedModel(Guid.NewGuid(), images, accuracy, new EvaluationCheck(validation, test, IsLossFinite: true));
        }
    }

    [Fact]
    public void The_gate_refuses_a_model_that_was_validated_on_other_writers()
    {
        var first = new ModelImages("mnist", "", 5000);
        var report = ModelGate.Report(Model(first with { ValidationSplit = ValidationSplit.Writers }), Model(first), []);

        Assert.False(report.Passed);
        Assert.Equal(
            "It was validated on 5000 images of the training set by writers who wrote none of the others, but the current model on the "
            + "first 5000 images of the training set.",
            report.Of(GateCheckName.Split).Message);
        Assert.Contains("cannot be compared", report.Of(GateCheckName.ValidationAccuracy).Message, StringComparison.Ordinal);
        Assert.True(ModelGate.Report(Model(first), Model(first), []).Passed);

        static GatedModel Model(ModelImages images)
        {
            var accuracy = MeasuredAccuracy.Of(0.99, 5000);
            return new GatedModel(Guid.NewGuid(), images, 0.99, new EvaluationCheck(accuracy, accuracy, IsLossFinite: true));
        }
    }

    [Theory]
    [InlineData(0.0, "p < 1e-15")]
    [InlineData(2.34e-7, "p = 2.3e-7")]
    [InlineData(0.0421, "p = 0.042")]
    public void A_probability_is_never_shown_as_0(double p, string expected) => Assert.Equal(expected, ModelGate.FormatPValue(p));
}
