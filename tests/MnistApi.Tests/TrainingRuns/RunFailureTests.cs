using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

public class RunFailureTests
{
    [Fact]
    public async Task A_loss_that_is_not_finite_fails_the_run_with_a_diagnosis_and_keeps_its_epochs()
    {
        await using var service = await ServiceProcess.StartAsync();
        var run = await service.Client.StartRunAsync("""
            {"recipe":"mlp","dataset":"synthetic","validationSize":500,"epochs":200,"seed":1,
             "schedule":{"kind":"constant"},"labelSmoothing":0,"loss":"naiveCrossEntropy",
             "network":{"hiddenUnits":[64],"batchNorm":false,"dropout":0},
             "optimizer":{"kind":"sgd","learningRate":0.05,"momentum":0.9}}
            """);
        var ended = await service.Client.WaitForEndAsync(run.Id);

        Assert.Equal(RunState.Failed, ended.State);
        Assert.Equal(RunFailureCode.NonFiniteLoss, ended.Failure!.Code);
        Assert.NotNull(ended.Failure.Diagnosis);
        Assert.Equal(ended.Failure.Diagnosis.Epoch, ended.Failure.Epoch);
        Assert.Contains("Use the loss crossEntropy", ended.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Failed, Assert.Single(ended.Attempts).Outcome);
        var metrics = await service.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics");
        Assert.Equal(ended.Failure.Epoch - 1, metrics.Length);
        var checkpoints = await service.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints");
        Assert.Equal(metrics.Length > 0, checkpoints.Length > 0);
    }

    [Fact]
    public async Task A_run_fails_with_a_reason_if_its_dataset_differs_after_a_restart()
    {
        using var data = new TestDirectory();
        var run = await BeginAndKillAsync(data);

        await using var again = await ServiceProcess.StartAsync(data.Path, ("Datasets__Synthetic__TrainingCount", "3001"));
        var ended = await again.Client.WaitForEndAsync(run.Id);

        Assert.Equal((RunState.Failed, RunFailureCode.DatasetChanged), (ended.State, ended.Failure?.Code));
        Assert.NotEmpty(await again.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics"));
    }

    [Fact]
    public async Task A_run_that_never_finishes_an_epoch_fails_after_the_allowed_number_of_attempts()
    {
        using var data = new TestDirectory();
        (string, string)[] settings = [("Training__MaxAttemptsWithoutProgress", "2"), ("Datasets__Synthetic__TrainingCount", "60000")];
        var service = await ServiceProcess.StartAsync(data.Path, settings);
        var run = await service.Client.StartRunAsync("""{"recipe":"cnn-accurate","dataset":"synthetic"}""");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await service.Client.WaitForRunAsync(run.Id, current => current.Attempt == attempt, "was taken");
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path, settings);
        }

        await using var last = service;
        var ended = await last.Client.WaitForEndAsync(run.Id);
        Assert.Equal((RunState.Failed, RunFailureCode.AttemptsExhausted), (ended.State, ended.Failure?.Code));
        Assert.Equal(2, ended.Attempt);
    }

    [Fact]
    public async Task A_run_fails_if_MNIST_is_gone_after_a_restart_and_succeeds_once_it_is_back()
    {
        using var data = new TestDirectory();
        var mnist = RealMnist.Directory;
        var service = await ServiceProcess.StartAsync(data.Path, ("Datasets__Mnist__Directories__0", mnist));
        var run = await service.Client.StartRunAsync("""{"recipe":"lecture-mlp","epochs":2,"seed":1}""");
        Assert.Equal("mnist", run.Dataset);
        await service.Client.WaitForRunAsync(run.Id, current => current.Progress.Step > 0, "trains");
        await service.KillAsync();
        await service.DisposeAsync();

        await using (var without = await ServiceProcess.StartAsync(data.Path))
        {
            var failed = await without.Client.WaitForEndAsync(run.Id);
            Assert.Equal((RunState.Failed, RunFailureCode.DatasetUnavailable), (failed.State, failed.Failure?.Code));
        }

        await using var back = await ServiceProcess.StartAsync(data.Path, ("Datasets__Mnist__Directories__0", mnist));
        (await back.Client.PostAsync($"{Api.Runs}/{run.Id}/resume", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var ended = await back.Client.WaitForEndAsync(run.Id);
        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Null(ended.Failure);
    }

    private static async Task<TrainingRun> BeginAndKillAsync(TestDirectory data)
    {
        await using var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        await service.KillAsync();
        return run;
    }
}
