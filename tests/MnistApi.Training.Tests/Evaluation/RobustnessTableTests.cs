using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Evaluation;

public sealed class RobustnessTableTests : IDisposable
{
    private static readonly Lazy<Checkpoint> Trained = new(() =>
    {
        using var trainer = new Trainer(SmallTraining.Mlp, SmallTraining.Dataset, seed: 1);
        trainer.RunToEnd();
        return trainer.CreateCheckpoint();
    });

    private readonly NeuralNetwork _network = Trained.Value.CreateNetwork();

    private static ImageSet Images => SmallTraining.Dataset.Test;

    [Fact]
    public void Each_condition_is_measured_once_and_clean_is_the_evaluation_s_accuracy()
    {
        var table = RobustnessTable.Measure(_network, Images);

        Assert.Equal(Enum.GetValues<RobustnessCondition>(), table.Select(result => result.Condition));
        Assert.Equal(Evaluator.Evaluate(_network, Images).CorrectCount, table[0].CorrectCount);
        Assert.All(table, result =>
        {
            Assert.Equal(Images.Count, result.SampleCount);
            Assert.Equal(WilsonInterval.Of(result.CorrectCount, result.SampleCount), result.AccuracyInterval);
            Assert.InRange(result.Accuracy, result.AccuracyInterval.Low, result.AccuracyInterval.High);
        });
    }

    [Fact]
    public void A_known_evaluation_of_the_images_gives_the_same_table()
    {
        var clean = Evaluator.Evaluate(_network, Images);

        Assert.Equal(RobustnessTable.Measure(_network, Images), RobustnessTable.Measure(_network, Images, clean));
        Assert.Equal(0, RobustnessTable.Measure(_network, Images, clean with { Errors = AllWrong() })[0].CorrectCount);

        IReadOnlyList<PredictionError> AllWrong() => [.. Enumerable.Range(0, Images.Count).Select(i => clean.Errors[0] with { Index = i })];
    }

    [Fact]
    public void A_network_that_was_trained_on_centred_digits_suffers_from_shifts()
    {
        var table = RobustnessTable.Measure(_network, Images).ToDictionary(result => result.Condition);

        Assert.True(
            table[RobustnessCondition.Shift].CorrectCount < table[RobustnessCondition.Clean].CorrectCount - 30,
            $"{table[RobustnessCondition.Shift]}");
    }

    [Fact]
    public void The_same_network_has_the_same_table_each_time() =>
        Assert.Equal(RobustnessTable.Measure(_network, Images), RobustnessTable.Measure(_network, Images));

    [Fact]
    public void The_first_ten_thousand_images_are_measured()
    {
        var pixels = new byte[10_001 * ImageSet.PixelsPerImage];
        using var cheap = NeuralNetwork.Create(new NetworkConfig { Kind = NetworkKind.SoftmaxRegression }, seed: 1);

        Assert.All(
            RobustnessTable.Measure(cheap, new ImageSet(pixels, new byte[10_001])), result => Assert.Equal(10_000, result.SampleCount));
    }

    [Fact]
    public void No_images_are_refused_and_a_cancelled_measurement_ends()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RobustnessTable.Measure(_network, new ImageSet(default, default)));
        Assert.ThrowsAny<OperationCanceledException>(
            () => RobustnessTable.Measure(_network, Images, cancellationToken: new CancellationToken(canceled: true)));
    }

    public void Dispose() => _network.Dispose();
}
