using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>
/// Trains the built-in model and writes its two files into the service's sources: the weights with the calibration, and the record of the
/// training.
/// </summary>
internal static class BuiltinCommand
{
    private const string RecipeName = "cnn-robust";
    private const long Seed = 1;
    private const int Threads = 2; // The bytes of the weights depend on it.
    private const int DrawnCount = 5000;
    private const long TestSeed = 2; // Draws images that neither training nor calibration has seen.

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

    /// <summary>Calibrates and evaluates the existing model again, for when either of them has changed but the training has not.</summary>
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
        var predictor = new Predictor(trained) { Threads = Environment.ProcessorCount };
        var model = trained with { Calibration = Calibrator.Fit(predictor, dataset.Split(trained.Config.ValidationSize).Validation) };
        var clean = Evaluator.Evaluate(predictor, dataset.Test, trained.Config.Loss, model.Calibration);
        var result = clean with { Robustness = RobustnessTable.Measure(predictor, dataset.Test, clean) };
        var record = new ModelRecord(recipe, trainedAt, epochs, result);
        File.WriteAllBytes(WeightsFile, model.ToBytes());
        File.WriteAllBytes(RecordFile, record.ToBytes());
        using var network = trained.CreateNetwork();
        Print(model, record, network.ParameterCount);
    }

    private static void Print(ModelFile model, ModelRecord record, long parameters)
    {
        var predictor = new Predictor(model);
        var nonDigits = NonDigits.Draw(TestSeed, DrawnCount);
        var confidences = Confidences(predictor, nonDigits.Pixels.Span);
        var varied = SyntheticDigits.DrawVaried(TestSeed, DrawnCount);
        var seconds = record.Epochs.Sum(epoch => epoch.DurationSeconds);
        var test = record.Test;
        var robustness = test.Robustness.Select(result => FormattableString.Invariant($"{result.Condition} {result.Accuracy:P2}"));
        var sureNonDigits = Share(confidences, confidence => confidence > 0.9);
        var acceptedNonDigits = Share(confidences, confidence => confidence >= model.Calibration.ConfidenceThreshold);
        var byKind = Enum.GetValues<NonDigitKind>().Select(kind => ShareAbove(kind, nonDigits, confidences));
        Machine.Print("builtin");
        Report.Text($"""
            `{record.Recipe}` has {parameters:N0} parameters and was trained with seed {model.Seed} and {Threads} threads in {seconds:F0} s.
            SHA-256 of the weights: {model.WeightsSha256}.

            """);
        Report.Header("what", "value");
        Report.Row($"chosen epoch, validation accuracy", $"{model.Epoch} of {record.Epochs.Count}, {model.ValidationAccuracy:F4}");
        Report.Row(
            $"temperature, confidence threshold",
            $"{model.Calibration.Temperature:F3}, {model.Calibration.ConfidenceThreshold:F3}");
        Report.Row(
            $"test accuracy",
            $"{test.Accuracy:F4} ({test.AccuracyInterval.Low:F4}–{test.AccuracyInterval.High:F4}), {test.Errors.Count} errors");
        Report.Row(
            $"calibration error (ECE), before calibration",
            $"{test.ExpectedCalibrationError:F4}, {test.UncalibratedCalibrationError:F4}");
        Report.Row($"test accuracy on changed images", $"{string.Join(", ", robustness)}");
        Report.Row($"recognized of {DrawnCount:N0} drawn digits of many schools", $"{Accuracy(predictor, varied):P1}");
        Report.Row($"confidence above 0.9, of {DrawnCount:N0} non-digits", $"{sureNonDigits:P1}");
        Report.Row($"accepted as a digit, of the same non-digits", $"{acceptedNonDigits:P1}");
        Report.Text($"""

            Confidence above 0.9 by kind: {string.Join(", ", byKind)}.

            """);
    }

    private static string ShareAbove(NonDigitKind kind, NonDigitSet set, float[] confidences)
    {
        var those = confidences.Where((_, i) => set.Kinds[i] == kind).ToArray();
        return FormattableString.Invariant($"{kind} {Share(those, confidence => confidence > 0.9):P1}");
    }

    private static double Share(float[] confidences, Func<float, bool> condition) =>
        confidences.Count(condition) / (double)confidences.Length;

    private static float[] Confidences(Predictor predictor, ReadOnlySpan<byte> images) =>
        [.. predictor.Predict(images).Select(probabilities => probabilities.Max())];

    private static double Accuracy(Predictor predictor, ImageSet images)
    {
        var recognized = predictor.Predict(images.Pixels.Span)
            .Where((probabilities, i) => Array.IndexOf(probabilities, probabilities.Max()) == images.Labels.Span[i]);
        return recognized.Count() / (double)images.Count;
    }
}
