using MnistApi.Training.Configuration;
using MnistApi.Training.Training;
using static MnistApi.Training.Tests.Training.SmallTraining;

namespace MnistApi.Training.Tests.Training;

public class NonFiniteLossTests
{
    private static readonly TrainingConfig Naive = Mlp with
    {
        Network = Mlp.Network with { Initialization = Initialization.StandardNormal, HiddenUnits = [256] },
        Loss = LossKind.NaiveCrossEntropy,
    };

    [Fact]
    public void The_lectures_log_of_zero_ends_the_run_with_a_diagnosis()
    {
        using var trainer = new Trainer(Naive, SmallTraining.Dataset, seed: 1);

        var diagnosis = Assert.Throws<NonFiniteLossException>(() => trainer.RunToEnd()).Diagnosis;

        Assert.Equal((1, 1, "loss", true), (diagnosis.Epoch, diagnosis.Step, diagnosis.Layer, diagnosis.WeightsWereFinite));
        Assert.InRange(diagnosis.ZeroProbabilities, 1, 50 * 10);
        Assert.True(Math.Abs(diagnosis.LargestLogit!.Value) > 87, "A probability only becomes zero where logits are more than 87 apart.");
        Assert.Contains("crossEntropy", diagnosis.Advice, StringComparison.Ordinal);
        Assert.Contains("epoch 1, step 1", diagnosis.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.MaxValue, true)]
    [InlineData(float.NaN, false)]
    public void The_diagnosis_names_the_first_layer_that_is_not_finite_and_tells_whether_its_weights_were(
        float weight, bool weightsWereFinite)
    {
        var config = Mlp with { Network = Mlp.Network with { HiddenUnits = [16, 16, 16] } };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);
        trainer.RunToEnd();
        var checkpoint = trainer.CreateCheckpoint();
        checkpoint.Weights["hidden2.weight"].AsSpan().Fill(weight);
        using var spoilt = Trainer.Resume(checkpoint, SmallTraining.Dataset, epochs: 5);

        var diagnosis = Assert.Throws<NonFiniteLossException>(() => spoilt.RunToEnd()).Diagnosis;

        Assert.Equal((5, 1, "hidden2", weightsWereFinite), (diagnosis.Epoch, diagnosis.Step, diagnosis.Layer, diagnosis.WeightsWereFinite));
        Assert.Contains("learningRate", diagnosis.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_cannot_overwrite_its_last_good_checkpoint()
    {
        using var trainer = new Trainer(Naive, SmallTraining.Dataset, seed: 1);
        Assert.Throws<NonFiniteLossException>(() => trainer.RunToEnd());

        Assert.Throws<InvalidOperationException>(trainer.CreateCheckpoint);
        Assert.Empty(trainer.History);
    }

    [Fact]
    public void A_loss_that_is_only_non_finite_on_validation_data_ends_the_run_too()
    {
        // One training step per epoch cannot see every image: 1,199 of 1,200 are for validation, and one of them has a probability of zero.
        var config = Naive with { ValidationSize = 1199, Network = Naive.Network with { HiddenUnits = [8] } };
        var diagnosis = Enumerable.Range(1, 50)
            .Select(seed => DiagnosisOf(config, seed))
            .FirstOrDefault(found => found?.Step is null && found is not null);

        Assert.NotNull(diagnosis);
        Assert.Equal("loss", diagnosis.Layer);
        Assert.Contains("validation", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_to_continue_a_run_goes_on_as_the_lecture_did_and_predicts_zero_for_everything()
    {
        using var trainer = new Trainer(Naive with { OnNonFiniteLoss = NonFiniteLossAction.Continue }, SmallTraining.Dataset, seed: 1);
        var zeros = SmallTraining.Dataset.Split(200).Validation.Labels.Span.Count((byte)0) / 200.0;

        var results = trainer.RunToEnd();

        Assert.Equal(4, results.Count);
        Assert.All(results, result =>
        {
            Assert.True(double.IsNaN(result.TrainLoss) && double.IsNaN(result.ValidationLoss));
            Assert.Equal(zeros, result.ValidationAccuracy);
        });
    }

    private static NonFiniteLossDiagnosis? DiagnosisOf(TrainingConfig config, long seed)
    {
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed);
        return Record.Exception(() => trainer.RunToEnd()) is NonFiniteLossException exception ? exception.Diagnosis : null;
    }
}
