using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Optimization;
using MnistApi.Training.Training;
using static MnistApi.Training.Tests.Training.SmallTraining;

namespace MnistApi.Training.Tests.Training;

public class ResumeTests
{
    public static TheoryData<string, TrainingConfig> Configs => new()
    {
        { "sgd", Mlp with { Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.05 } } },
        {
            "sgd with momentum",
            Mlp with { Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01, Momentum = 0.9, Nesterov = true } }
        },
        { "adam", Mlp },
        {
            "mlp that skips paper, with drawn images",
            Mlp with
            {
                Network = Mlp.Network with { HiddenUnits = [64] },
                Augmentation = new AugmentationConfig { SyntheticShare = 0.3, NonDigitShare = 0.2, Gaps = 0.5, Noise = 0.1 },
            }
        },
        { "cnn with everything", CnnWithEverything },
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public async Task Two_epochs_and_two_more_in_a_new_process_give_the_same_bytes_as_four_in_one(string name, TrainingConfig config)
    {
        var undisturbed = Train(config, epochs: 4);

        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);
        Assert.Equal(2, trainer.Run().Take(2).Count());
        var resumed = await TrainingProcess.ResumeAsync(trainer.CreateCheckpoint(), epochs: 4);

        Assert.Equal([1, 2, 3, 4], resumed.History.Select(result => result.Epoch));
        Assert.True(Fingerprint(undisturbed) == Fingerprint(resumed), name);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void The_same_seed_gives_the_same_bytes_twice_and_another_seed_gives_others(string name, TrainingConfig config)
    {
        var first = Fingerprint(Train(config, epochs: 2));

        Assert.True(first == Fingerprint(Train(config, epochs: 2)), name);
        Assert.False(first == Fingerprint(Train(config, epochs: 2, seed: 2)), name);
    }

    [Fact]
    public void A_run_at_the_same_time_in_the_same_process_does_not_change_the_bytes()
    {
        var alone = Fingerprint(Train(CnnWithEverything, epochs: 2));

        var together = new string[2];
        Parallel.For(0, 2, i => together[i] = Fingerprint(Train(CnnWithEverything, epochs: 2, seed: i + 1)));

        Assert.Equal(alone, together[0]);
    }

    [Fact]
    public void A_run_with_another_number_of_threads_at_the_same_time_does_not_change_the_bytes()
    {
        using var alone = new Trainer(CnnWithEverything, SmallTraining.Dataset, seed: 1, threads: 2);
        alone.RunToEnd();
        using var cancellation = new CancellationTokenSource();
        var beside = new Thread(() =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                using var other = new Trainer(Mlp with { Epochs = 1 }, SmallTraining.Dataset, seed: 1, threads: 1);
                other.RunToEnd();
            }
        });

        beside.Start();
        using var together = new Trainer(CnnWithEverything, SmallTraining.Dataset, seed: 1, threads: 2);
        together.RunToEnd();
        cancellation.Cancel();
        beside.Join();

        Assert.Equal(Fingerprint(alone.CreateCheckpoint()), Fingerprint(together.CreateCheckpoint()));
    }

    [Fact]
    public void Training_leaves_libtorchs_number_of_threads_as_it_was()
    {
        var before = TorchSharp.torch.get_num_threads();
        using var trainer = new Trainer(Mlp with { Epochs = 1 }, SmallTraining.Dataset, seed: 1, threads: before + 1);

        trainer.RunToEnd();

        Assert.Equal(before, TorchSharp.torch.get_num_threads());
    }

    [Fact]
    public void A_resumed_run_takes_as_many_threads_as_before()
    {
        var other = TorchSharp.torch.get_num_threads() + 1;
        using var trainer = new Trainer(CnnWithEverything with { Epochs = 2 }, SmallTraining.Dataset, seed: 1, threads: other);
        _ = trainer.Run().First();

        using var resumed = Trainer.Resume(Checkpoint.Read(trainer.CreateCheckpoint().ToBytes()), SmallTraining.Dataset);

        Assert.Equal(other, resumed.CreateCheckpoint().Threads);
        trainer.RunToEnd();
        resumed.RunToEnd();
        Assert.Equal(Fingerprint(trainer.CreateCheckpoint()), Fingerprint(resumed.CreateCheckpoint()));
    }

    [Fact]
    public void A_finished_run_goes_on_with_more_epochs()
    {
        using var trainer = Trainer.Resume(Train(Mlp, epochs: 2), SmallTraining.Dataset, epochs: 3);

        Assert.Equal([3], trainer.RunToEnd().Select(result => result.Epoch));
        Assert.Equal(Fingerprint(Train(Mlp, epochs: 3)), Fingerprint(trainer.CreateCheckpoint()));
    }

    [Fact]
    public void With_more_epochs_the_learning_rate_goes_on_where_a_run_of_that_length_would_be()
    {
        var config = Mlp with { Schedule = new ScheduleConfig { Kind = ScheduleKind.Cosine }, Epochs = 2 };
        using var trainer = Trainer.Resume(Train(config, epochs: 2), SmallTraining.Dataset, epochs: 4);

        var resumed = trainer.RunToEnd()[0];

        Assert.Equal(new LearningRateSchedule(config.Schedule, 0.003, stepsPerEpoch: 20, epochs: 4).At(59), resumed.LearningRate);
    }

    [Fact]
    public void Weights_of_another_size_are_refused()
    {
        var checkpoint = Train(Mlp, epochs: 1);
        ((Dictionary<string, float[]>)checkpoint.Weights)["output.bias"] = new float[3];
        var before = LiveTensors();

        var exception = Assert.Throws<ArgumentException>(() => Trainer.Resume(checkpoint, SmallTraining.Dataset));

        Assert.Contains("'output.bias' must have 10 elements. It has 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, LiveTensors());
    }

    [Fact]
    public void Early_stopping_remembers_the_epochs_before_a_resume()
    {
        var config = Mlp with { Epochs = 50, EarlyStoppingPatience = 3, Optimizer = Mlp.Optimizer with { LearningRate = 1e-7 } };
        using var undisturbed = new Trainer(config, SmallTraining.Dataset, seed: 1);
        undisturbed.RunToEnd();

        using var interrupted = new Trainer(config, SmallTraining.Dataset, seed: 1);
        _ = interrupted.Run().First();
        using var resumed = Trainer.Resume(interrupted.CreateCheckpoint(), SmallTraining.Dataset);
        resumed.RunToEnd();

        Assert.Equal(undisturbed.History.Count, resumed.History.Count);
    }

    [Fact]
    public void Resuming_with_another_dataset_is_refused()
    {
        var checkpoint = Train(Mlp, epochs: 1);

        var exception = Assert.Throws<ArgumentException>(
            () => Trainer.Resume(checkpoint, SyntheticDigits.CreateDataset(seed: 2, 1200, 300)));

        Assert.Contains(checkpoint.DatasetSha256, exception.Message, StringComparison.Ordinal);
    }

    private static Checkpoint Train(TrainingConfig config, int epochs, long seed = 1)
    {
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed);
        Assert.Equal(epochs, trainer.Run().Take(epochs).Count());
        return trainer.CreateCheckpoint();
    }

    /// <summary>SHA-256 of the model's weights, of those in training, and of the optimizer's moments.</summary>
    private static string Fingerprint(Checkpoint checkpoint) => string.Join(' ',
        checkpoint.WeightsSha256,
        (checkpoint with { AverageWeights = null }).WeightsSha256,
        (checkpoint with { AverageWeights = null, Weights = checkpoint.Moments }).WeightsSha256);
}
