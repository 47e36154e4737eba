using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Networks;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;
using static MnistApi.Training.Tests.Training.SmallTraining;

namespace MnistApi.Training.Tests.Loading;

/// <summary>Training images that are replaced by drawn ones.</summary>
public class SyntheticReplacementsTests
{
    private static readonly TrainingConfig Plain = Mlp with { Epochs = 8 };
    private static readonly TrainingConfig WithNonDigits = Plain with { Augmentation = new AugmentationConfig { NonDigitShare = 0.4 } };

    [Fact]
    public void Images_without_a_digit_teach_the_network_to_doubt_them_and_not_the_digits()
    {
        var (plain, taught) = (Confidences(Plain), Confidences(WithNonDigits));

        Assert.True(taught.NonDigits < plain.NonDigits - 0.2, $"{plain} {taught}");
        Assert.True(taught.Digits > taught.NonDigits + 0.3, $"{plain} {taught}");
    }

    [Fact]
    public void Accuracy_is_of_the_digits_alone_and_loss_of_all()
    {
        using var trainer = new Trainer(WithNonDigits, SmallTraining.Dataset, seed: 1);

        var last = trainer.RunToEnd()[^1];

        Assert.InRange(last.TrainAccuracy, 0.75, 1); // 0.6 at most if the others counted as wrong.
        Assert.InRange(last.TrainLoss, 0.37 * Math.Log(10), 0.43 * Math.Log(10) + 1);
    }

    [Theory]
    [InlineData(0, 0, 0.2)]
    [InlineData(0.5, 0.4, 1)]
    public void Digits_that_are_drawn_come_with_their_labels(double share, double lowest, double highest)
    {
        var paper = new ImageSet(new byte[1200 * 784], new byte[1200]);
        var config = Mlp with { Epochs = 12, Augmentation = new AugmentationConfig { SyntheticShare = share } };
        using var trainer = new Trainer(config, new Dataset("paper", paper, paper), seed: 1);
        trainer.RunToEnd();
        using var network = trainer.CreateCheckpoint().CreateNetwork();
        var digits = SyntheticDigits.DrawVaried(seed: 9, count: 500);

        var predicted = network.Logits(digits.Pixels).Chunk(10).Select(logits => Softmax.ArgMax(logits)).ToArray();

        Assert.InRange(predicted.Zip(digits.Labels.ToArray()).Count(pair => pair.First == pair.Second) / 500.0, lowest, highest);
    }

    [Fact]
    public void A_network_that_skips_paper_takes_them_too()
    {
        var config = Mlp with
        {
            Network = Mlp.Network with { HiddenUnits = [128] },
            Augmentation = new AugmentationConfig { SyntheticShare = 0.3, NonDigitShare = 0.3, Noise = 0.1 },
        };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);

        Assert.True(trainer.RunToEnd()[^1] is { ValidationAccuracy: > 0.5, TrainLoss: > 0.6 });
    }

    /// <summary>Mean confidence of a trained network.</summary>
    private static (double Digits, double NonDigits) Confidences(TrainingConfig config)
    {
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);
        trainer.RunToEnd();
        using var network = trainer.CreateCheckpoint().CreateNetwork();
        return (Mean(SmallTraining.Dataset.Test.Pixels), Mean(NonDigits.Draw(seed: 9, count: 500).Pixels));

        double Mean(ReadOnlyMemory<byte> images) => network
            .Logits(images)
            .Chunk(10)
            .Average(logits => 1 / logits.Sum(logit => Math.Exp(logit - logits.Max())));
    }
}
