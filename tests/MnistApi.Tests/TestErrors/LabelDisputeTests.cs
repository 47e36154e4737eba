using MnistApi.ModelRegistry.Contracts;
using MnistApi.TestErrors;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TestErrors;

public class LabelDisputeTests
{
    private const string MnistSha256 = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

    [Fact]
    public void Each_dispute_is_about_the_label_that_MNIST_has()
    {
        var labels = RealMnist.Test.Labels.ToArray();
        var disputes = Enumerable.Range(0, labels.Length).Select(index => LabelDispute.Find(MnistSha256, index)).ToArray();

        Assert.Equal(15, disputes.Count(dispute => dispute is not null));
        Assert.All(disputes.Zip(labels).Where(pair => pair.First is not null), pair => Assert.Equal(pair.Second, pair.First!.GivenLabel));
        Assert.All(disputes.OfType<LabelDispute>(), dispute =>
            Assert.Equal(5, dispute.Votes.Given + dispute.Votes.Other + dispute.Votes.Neither));
    }

    [Theory]
    [InlineData(947, 8, 9, DisputeOutcome.Agreed)]
    [InlineData(1901, 9, 4, DisputeOutcome.Agreed)]
    [InlineData(2130, 4, 9, DisputeOutcome.Split)]
    [InlineData(8527, 4, 9, DisputeOutcome.Split)]
    [InlineData(2654, 6, null, DisputeOutcome.Neither)]
    [InlineData(9679, 6, null, DisputeOutcome.Neither)]
    public void The_outcome_follows_from_the_votes(int index, int given, int? choice, DisputeOutcome outcome)
    {
        var dispute = LabelDispute.Find(MnistSha256, index)!;

        Assert.Equal((given, choice, outcome), (dispute.GivenLabel, dispute.PeoplesChoice, dispute.Outcome));
    }

    [Fact]
    public void Another_dataset_has_no_disputes() => Assert.Null(LabelDispute.Find(new string('0', 64), 947));

    [Fact]
    public async Task The_errors_of_a_model_trained_on_real_MNIST_are_marked()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", RealMnist.Directory));
        var run = await service.Client.StartRunAsync(
            """{"recipe":"mlp","dataset":"mnist","epochs":1,"batchSize":500,"seed":1,"network":{"hiddenUnits":[16]}}""");
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
        var errors = await service.Client.ListAllAsync<TestError>($"{Api.Models}/{run.Id}/test-errors");

        Assert.Equal(MnistSha256, (await service.Client.GetAsync<Model>($"{Api.Models}/{run.Id}")).DatasetSha256);
        Assert.All(errors, error => Assert.Equal(LabelDispute.Find(MnistSha256, error.Index), error.Dispute));
        Assert.All(errors, error => Assert.Equal(error.Dispute is not null, error.LabelDisputed));
        Assert.InRange(errors.Count(error => error.LabelDisputed), 5, 15);
        Assert.All(errors, error => Assert.Equal(RealMnist.Test.Labels.Span[error.Index], error.Label));
    }
}
