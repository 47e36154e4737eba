using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;
using static MnistApi.Training.Tests.Training.SmallTraining;

namespace MnistApi.Training.Tests.Inference;

public sealed class PredictorTests : IDisposable
{
    private readonly Trainer _trainer = new(SmallTraining.CnnWithEverything with { Epochs = 1 }, SmallTraining.Dataset, seed: 1);
    private readonly Predictor _predictor;

    public PredictorTests()
    {
        _trainer.RunToEnd();
        _predictor = new Predictor(_trainer.CreateCheckpoint());
    }

    [Fact]
    public void Each_image_gets_ten_probabilities_with_sum_one()
    {
        var predictions = _predictor.Predict(SmallTraining.Dataset.Test.Pixels.Span);

        Assert.Equal(300, predictions.Length);
        Assert.All(predictions, probabilities =>
        {
            Assert.Equal(10, probabilities.Length);
            Assert.Equal(1, probabilities.Sum(), 1e-5f);
        });
    }

    [Fact]
    public void Predictions_are_those_of_the_evaluation()
    {
        using var network = _trainer.CreateCheckpoint().CreateNetwork();
        var errors = Evaluator.Evaluate(network, SmallTraining.Dataset.Test).Errors;

        var predictions = _predictor.Predict(SmallTraining.Dataset.Test.Pixels.Span);

        Assert.All(
            errors,
            error => Assert.All(error.Probabilities.Zip(predictions[error.Index]), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
    }

    [Fact]
    public void Logits_are_those_of_the_network_for_any_number_of_threads()
    {
        using var network = _trainer.CreateCheckpoint().CreateNetwork();
        var images = SmallTraining.Dataset.Test.Pixels;

        var logits = _predictor.Logits(images);

        Assert.All(network.Logits(images).Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        foreach (var threads in new[] { 2, 7, 1000 })
            Assert.Equal(logits, new Predictor(_trainer.CreateCheckpoint()) { Threads = threads }.Logits(images));
    }

    [Fact]
    public void Logits_can_be_canceled_and_of_no_image_are_none()
    {
        Assert.Empty(_predictor.Logits(ReadOnlyMemory<byte>.Empty));
        var threads = new Predictor(_trainer.CreateCheckpoint()) { Threads = 3 };
        Assert.Throws<OperationCanceledException>(
            () => threads.Logits(SmallTraining.Dataset.Test.Pixels, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_temperature_changes_how_sure_a_model_is_and_not_what_it_sees()
    {
        using var network = _trainer.CreateCheckpoint().CreateNetwork();
        var images = SmallTraining.Dataset.Test.Pixels;
        var logits = network.Logits(images);
        var plain = _predictor.Predict(images.Span);
        foreach (var temperature in new[] { 0.5, 3 })
        {
            var calibrated = new Predictor(_trainer.CreateCheckpoint(), new Calibration(temperature, 0.5));

            var predictions = calibrated.Predict(images.Span);

            for (var i = 0; i < predictions.Length; i++)
            {
                Assert.Equal(Softmax.ArgMax(plain[i]), Softmax.ArgMax(predictions[i]));
                var sum = Enumerable.Range(0, 10).Sum(digit => Math.Exp(logits[i * 10 + digit] / temperature));
                for (var digit = 0; digit < 10; digit++)
                    Assert.Equal(Math.Exp(logits[i * 10 + digit] / temperature) / sum, predictions[i][digit], 1e-6);
            }
        }
    }

    [Fact]
    public void A_model_s_file_predicts_as_its_checkpoint_and_calibration_do()
    {
        var (checkpoint, calibration) = (_trainer.CreateCheckpoint(), new Calibration(1.5, 0.7));
        var ofBoth = new Predictor(checkpoint, calibration);
        var ofFile = new Predictor(ModelFile.Read(ModelFile.Of(checkpoint, calibration).ToBytes()));

        Assert.Equal((calibration, Calibration.None), (ofFile.Calibration, _predictor.Calibration));
        Assert.Equal(ofBoth.Predict(SmallTraining.Dataset.Test.Pixels.Span), ofFile.Predict(SmallTraining.Dataset.Test.Pixels.Span));
    }

    [Fact]
    public void No_images_give_no_predictions()
    {
        Assert.Empty(_predictor.Predict([]));
    }

    [Fact]
    public void Eight_threads_get_the_answers_that_one_gets()
    {
        var images = SmallTraining.Dataset.Test;
        var expected = Enumerable.Range(0, images.Count).Select(i => _predictor.Predict(images.Image(i))[0]).ToArray();

        Parallel.ForEach(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < images.Count; i++) Assert.Equal(expected[i], _predictor.Predict(images.Image(i))[0]);
        });
    }

    [Fact]
    public async Task Predictions_while_a_run_trains_do_not_change_its_weights()
    {
        using var cancellation = new CancellationTokenSource();
        var predicting = Task.Run(() =>
        {
            while (!cancellation.IsCancellationRequested)
                _predictor.Predict(SmallTraining.Dataset.Test.Pixels.Span[..(10 * ImageSet.PixelsPerImage)]);
        }, TestContext.Current.CancellationToken);

        using var disturbed = new Trainer(SmallTraining.CnnWithEverything with { Epochs = 1 }, SmallTraining.Dataset, seed: 1);
        disturbed.RunToEnd();
        await cancellation.CancelAsync();
        await predicting;

        Assert.Equal(_trainer.CreateCheckpoint().WeightsSha256, disturbed.CreateCheckpoint().WeightsSha256);
    }

    public void Dispose() => _trainer.Dispose();
}
