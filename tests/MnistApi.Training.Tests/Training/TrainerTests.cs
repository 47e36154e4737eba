using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Optimization;
using MnistApi.Training.Training;
using static MnistApi.Training.Tests.Training.SmallTraining;

namespace MnistApi.Training.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void Each_epoch_gives_its_result_and_the_network_learns()
    {
        using var trainer = new Trainer(Mlp, SmallTraining.Dataset, seed: 1);

        var results = trainer.RunToEnd();

        Assert.Equal([1, 2, 3, 4], results.Select(result => result.Epoch));
        Assert.All(results, result =>
        {
            Assert.InRange(result.TrainAccuracy, 0, 1);
            Assert.Equal(0.003, result.LearningRate);
            Assert.True(result is { DurationSeconds: > 0, SamplesPerSecond: > 0 });
        });
        Assert.True(results[3].ValidationLoss < results[0].ValidationLoss);
        Assert.True(results[3].ValidationAccuracy > 0.7, $"{results[3]}");
        Assert.Equal(results, trainer.History);
    }

    [Fact]
    public void An_epoch_is_trained_only_when_it_is_asked_for()
    {
        using var trainer = new Trainer(Mlp, SmallTraining.Dataset, seed: 1);

        Assert.Equal(1, trainer.Run().First().Epoch);

        Assert.Single(trainer.History);
        Assert.Equal(1, trainer.CreateCheckpoint().Epoch);
        Assert.Equal([2, 3, 4], trainer.RunToEnd().Select(result => result.Epoch));
    }

    [Fact]
    public void A_last_batch_of_a_single_image_does_not_spoil_batch_normalization()
    {
        var config = Mlp with { Network = Mlp.Network with { BatchNorm = true }, ValidationSize = 1179, BatchSize = 20, Epochs = 2 };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1); // 21 images to train on.

        Assert.All(trainer.RunToEnd(), result => Assert.True(double.IsFinite(result.TrainLoss) && double.IsFinite(result.ValidationLoss)));
    }

    [Fact]
    public void Each_steps_learning_rate_is_the_schedules()
    {
        using var trainer = new Trainer(CnnWithEverything, SmallTraining.Dataset, seed: 1);
        var schedule = new LearningRateSchedule(CnnWithEverything.Schedule, 0.01, stepsPerEpoch: 16, epochs: 4);

        var rates = trainer.RunToEnd().Select(result => result.LearningRate);

        Assert.Equal(new[] { 15, 31, 47, 63 }.Select(step => schedule.At(step)), rates);
    }

    [Fact]
    public void Progress_is_reported_after_every_step()
    {
        var reports = new List<TrainingProgress>();
        using var trainer = new Trainer(Mlp with { Epochs = 2, BatchSize = 300 }, SmallTraining.Dataset, seed: 1);

        _ = trainer.Run(new Recorder<TrainingProgress>(reports.Add)).Last();

        Assert.Equal(
            [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4)],
            reports.Select(report => (report.Epoch, report.Step)));
        Assert.All(reports, report => Assert.Equal((2, 4), (report.Epochs, report.StepsPerEpoch)));
        Assert.Equal(1.0 / 8, reports[0].Fraction);
        Assert.Equal(1, reports[^1].Fraction);
    }

    [Fact]
    public void Cancellation_is_seen_before_the_next_batch_and_leaves_the_last_checkpoint_as_it_was()
    {
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var trainer = new Trainer(Mlp, SmallTraining.Dataset, seed: 1);
        var cancelInSecondEpoch = new Recorder<TrainingProgress>(report =>
        {
            steps++;
            if (report is { Epoch: 2, Step: 3 }) cancellation.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => trainer.Run(cancelInSecondEpoch, cancellation.Token).Count());

        Assert.Equal(20 + 3, steps);
        Assert.Single(trainer.History);
        Assert.Contains(
            "did not end", Assert.Throws<InvalidOperationException>(trainer.CreateCheckpoint).Message, StringComparison.Ordinal);
        Assert.Contains(
            "did not end", Assert.Throws<InvalidOperationException>(() => trainer.RunToEnd()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_is_flat_as_many_tensors_live_after_epoch_20_as_after_epoch_2()
    {
        using var trainer = new Trainer(CnnWithEverything with { Epochs = 20 }, SmallTraining.Dataset, seed: 1);
        var live = new List<long>();

        foreach (var _ in trainer.Run()) live.Add(LiveTensors());

        Assert.Equal(20, live.Count);
        Assert.Equal(live[1], live[19]);
    }

    [Fact]
    public void A_trainer_leaves_no_tensor_behind()
    {
        var before = LiveTensors();

        using (var trainer = new Trainer(CnnWithEverything with { Epochs = 1 }, SmallTraining.Dataset, seed: 1)) trainer.RunToEnd();

        Assert.Equal(before, LiveTensors());
    }

    [Fact]
    public void Early_stopping_ends_a_run_that_no_longer_improves()
    {
        // A learning rate this small changes nothing: the first epoch stays the best.
        var config = Mlp with { Epochs = 50, EarlyStoppingPatience = 3, Optimizer = Mlp.Optimizer with { LearningRate = 1e-7 } };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);

        var results = trainer.RunToEnd();

        var best = EpochResult.Best(results)!.Epoch;
        Assert.Equal(best + 3, results.Count);
        Assert.True(results.Count < 50);
    }

    [Fact]
    public void The_average_moves_towards_the_weights_by_its_share_at_each_step()
    {
        // One step an epoch; the third would move by 1 - 4/13, but the decay of 0.5 allows no less than a half.
        var config = Mlp with { ValidationSize = 1150, WeightAveragingDecay = 0.5, Epochs = 12 };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);
        using var first = NeuralNetwork.Create(config.Network, seed: 1);
        var average = first.CopyState()["output.weight"];

        foreach (var epoch in trainer.Run())
        {
            var checkpoint = trainer.CreateCheckpoint();
            var kept = Math.Min(0.5, (1.0 + epoch.Epoch) / (10 + epoch.Epoch));
            average = [.. average.Zip(checkpoint.Weights["output.weight"], (old, weight) => (float)(kept * old + (1 - kept) * weight))];
            Assert.All(average.Zip(checkpoint.AverageWeights!["output.weight"]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Fact]
    public void Averaged_weights_are_what_is_evaluated_and_saved_as_the_model()
    {
        using var trainer = new Trainer(Mlp with { WeightAveragingDecay = 0.98, Epochs = 2 }, SmallTraining.Dataset, seed: 1);

        var last = trainer.RunToEnd()[^1];
        var checkpoint = trainer.CreateCheckpoint();
        var average = new Predictor(checkpoint);
        var raw = new Predictor(checkpoint.Config.Network, checkpoint.Weights);

        var validation = SmallTraining.Dataset.Split(200).Validation;
        Assert.Equal(last.ValidationLoss, Evaluator.Evaluate(average, validation).Loss);
        Assert.NotEqual(last.ValidationLoss, Evaluator.Evaluate(raw, validation).Loss);
    }

    [Fact]
    public void A_bad_configuration_is_refused_with_every_fault_named()
    {
        var config = Mlp with { BatchSize = 0, Optimizer = Mlp.Optimizer with { LearningRate = -1 } };

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(config, SmallTraining.Dataset, seed: 1));

        Assert.Contains("batchSize must be between 1 and 5000. It is 0.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("optimizer.learningRate must be between 1E-07 and 10. It is -1.", exception.Message, StringComparison.Ordinal);
    }
}
