using System.Globalization;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>Trains the model that the service brings along, and writes its files into the service's sources: weights and calibration, and how it came to be.</summary>
internal static class BuiltinCommand
{
    private const string RecipeName = "cnn-robust";
    private const long Seed = 1;
    private const int Threads = 2; // The bytes depend on it.
    private const int DrawnCount = 5000;
    private const long TestSeed = 2; // Of drawn images that neither training nor calibration has seen.

    private static string Directory => Path.Combine(Mnist.RepositoryRoot(), "src", "MnistApi", "ModelRegistry", "Builtin");

    private static string WeightsFile => Path.Combine(Directory, "builtin.safetensors");

    private static string RecordFile => Path.Combine(Directory, "builtin.json");

    public static int Run()
    {
        var dataset = Mnist.Read();
        var recipe = Recipes.Find(RecipeName)!;
        using var trainer = new Trainer(recipe.Config, dataset, Seed, threads: Threads);
        Checkpoint? best = null;
        foreach (var epoch in trainer.Run())
        {
            Console.Error.WriteLine(epoch);
            if (EpochResult.Best(trainer.History) == epoch) best = trainer.CreateCheckpoint();
        }

        Finish(ModelFile.Of(best!, Calibration.None), recipe.Name, DateTimeOffset.UtcNow, trainer.History, dataset);
        return 0;
    }

    /// <summary>Calibrates and evaluates the model that is there once more: for when either has changed, but not the training.</summary>
    public static int Evaluate()
    {
        var record = ModelRecord.Read(File.ReadAllBytes(RecordFile));
        Finish(ModelFile.Read(File.ReadAllBytes(WeightsFile)), record.Recipe, record.TrainedAt, record.Epochs, Mnist.Read());
        return 0;
    }

    private static void Finish(
        ModelFile trained,
        string recipe,
        DateTimeOffset trainedAt,
        IReadOnlyList<EpochResult> epochs,
        Dataset dataset)
    {
        using var network = trained.CreateNetwork();
        var model = trained with { Calibration = Calibrator.Fit(network, dataset.Split(trained.Config.ValidationSize).Validation) };
        var result = Evaluator.Evaluate(network, dataset.Test, trained.Config.Loss, model.Calibration) with
        {
            Robustness = RobustnessTable.Measure(network, dataset.Test),
        };
        var record = new ModelRecord(recipe, trainedAt, epochs, result);
        File.WriteAllBytes(WeightsFile, model.ToBytes());
        File.WriteAllBytes(RecordFile, record.ToBytes());
        Print(model, record, network.ParameterCount);
    }

    private static void Print(ModelFile model, ModelRecord record, long parameters)
    {
        using var predictor = new Predictor(model);
        var nonDigits = NonDigits.Draw(TestSeed, DrawnCount);
        var confidences = Confidences(predictor, nonDigits.Pixels.Span);
        var varied = SyntheticDigits.DrawVaried(TestSeed, DrawnCount);
        Machine.Print("builtin");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                `{record.Recipe}`, seed {model.Seed}, {Threads} threads, {parameters:N0} parameters, {record.Epochs.Sum(epoch =>
                    epoch.DurationSeconds
                ):F0} s of training. Weights: SHA-256 {model.WeightsSha256}.

                | what | value |
                |---|---|
                | epoch taken, validation accuracy | {model.Epoch} of {record.Epochs.Count}, {model.ValidationAccuracy:F4} |
                | temperature, accepted from | {model.Calibration.Temperature:F3}, {model.Calibration.ConfidenceThreshold:F3} |
                | test accuracy | {record.Test.Accuracy:F4} ({record.Test.AccuracyInterval.Low:F4}–{record.Test.AccuracyInterval.High:F4}), {record.Test.Errors.Count} errors |
                | calibration error (ECE), before calibration | {record.Test.ExpectedCalibrationError:F4}, {record.Test.UncalibratedCalibrationError:F4} |
                | test accuracy on changed images | {string.Join(
                    ", ",
                    record.Test.Robustness.Select(result =>
                        string.Create(CultureInfo.InvariantCulture, $"{result.Condition} {result.Accuracy:P2}")
                    )
                )} |
                | {DrawnCount:N0} drawn digits of many schools, recognized | {Accuracy(predictor, varied):P1} |
                | {DrawnCount:N0} non-digits, confidence above 0.9 | {confidences.Count(confidence => confidence > 0.9)
                    / (double)nonDigits.Count:P1} |
                | the same, accepted as a digit | {confidences.Count(confidence => confidence >= model.Calibration.ConfidenceThreshold)
                    / (double)nonDigits.Count:P1} |

                Confidence above 0.9 by kind: {string.Join(
                    ", ",
                    Enum.GetValues<NonDigitKind>().Select(kind => ShareAbove(kind, nonDigits, confidences))
                )}.

            """));
    }

    private static string ShareAbove(NonDigitKind kind, NonDigitSet set, float[] confidences)
    {
        var those = confidences.Where((_, i) => set.Kinds[i] == kind).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} {those.Count(confidence => confidence > 0.9) / (double)those.Length:P1}");
    }

    private static float[] Confidences(Predictor predictor, ReadOnlySpan<byte> images) =>
        [.. predictor.Predict(images).Select(probabilities => probabilities.Max())];

    private static double Accuracy(Predictor predictor, ImageSet images) =>
        predictor
            .Predict(images.Pixels.Span)
            .Where((probabilities, i) => Array.IndexOf(probabilities, probabilities.Max()) == images.Labels.Span[i])
            .Count() / (double)images.Count;
}
