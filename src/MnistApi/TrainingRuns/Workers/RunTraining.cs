using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Datasets;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Registration;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>Trains a run that a worker has taken, and stores each finished epoch.</summary>
internal sealed class RunTraining(
    DatasetCatalog datasets,
    IDbContextFactory<MnistDb> databases,
    IOptions<TrainingOptions> options,
    TimeProvider clock,
    ILogger<RunTraining> logger)
{
    public RunHeartbeat StartHeartbeat(RunLease lease, CancellationToken stopping) =>
        new(lease, TimeSpan.FromSeconds(options.Value.LeaseSeconds), clock, logger, stopping);

    /// <summary>Trains from the last checkpoint to the end.</summary>
    /// <returns>The model; null if the run finished its round of a sweep and is paused.</returns>
    /// <exception cref="RunFailedException">The run cannot be trained.</exception>
    public TrainedModel? TrainToEnd(RunLease lease, RunHeartbeat heartbeat)
    {
        var dataset = datasets.GetAsync(lease.Run.Dataset, heartbeat.Token).GetAwaiter().GetResult();
        using var trainer = CreateTrainer(lease.Run, dataset);
        using var writes = new EpochWrites(lease, heartbeat, clock);
        foreach (var epoch in trainer.Run(heartbeat, heartbeat.Token))
        {
            if (!writes.Write(epoch, trainer)) return null;
        }

        if (!writes.Finish()) return null;
        var best = ReadCheckpoint(lease.RunId, EpochResult.Best(trainer.History)!.Epoch)!;
        return Evaluate(lease.Run, best, dataset, heartbeat.Token);
    }

    private Trainer CreateTrainer(TrainingRunEntity run, Dataset dataset)
    {
        if (ConfigValidator.Validate(run.Config) is [var error, ..])
            throw new RunFailedException(
                RunFailureCode.ConfigurationInvalid,
                $"An earlier version accepted the configuration, but it is no longer valid: {error.Message} Start a new run.");
        if (run.Config.ValidationSize >= dataset.Training.Count)
            throw new RunFailedException(
                RunFailureCode.DatasetTooSmall,
                $"The dataset {dataset.Name} has {dataset.Training.Count} training images, "
                + $"but validationSize is {run.Config.ValidationSize}. Start a new run with a smaller validationSize.");
        if (run.Config.ValidationSplit == ValidationSplit.Writers && dataset.Writers is null)
            throw new RunFailedException(
                RunFailureCode.ConfigurationInvalid,
                $"The run has the validationSplit writers, but the writers of the dataset {dataset.Name} with SHA-256 {dataset.Sha256} are "
                + "not known. Only those of MNIST are. Start a new run with the validationSplit first.");
        if (ReadCheckpoint(run.Id, epoch: null) is not { } checkpoint)
            return new Trainer(run.Config, dataset, run.Seed, clock, options.Value.Threads);
        if (checkpoint.DatasetSha256 != dataset.Sha256)
            throw new RunFailedException(
                RunFailureCode.DatasetChanged,
                $"The run started on a dataset {dataset.Name} with SHA-256 {checkpoint.DatasetSha256}, "
                + $"but the dataset with this name now has SHA-256 {dataset.Sha256}. Restore the first dataset, or start a new run.");
        return Trainer.Resume(checkpoint, dataset, run.Config.Epochs, clock);
    }

    /// <summary>
    /// Calibrates the model on the validation images and evaluates it on the test images. Nothing else uses the test images.
    /// </summary>
    private TrainedModel Evaluate(TrainingRunEntity run, Checkpoint checkpoint, Dataset dataset, CancellationToken token)
    {
        var predictor = new Predictor(checkpoint) { Threads = options.Value.Threads ?? Environment.ProcessorCount };
        var (_, validation) = dataset.Split(checkpoint.Config.ValidationSize, checkpoint.Config.ValidationSplit);
        var calibration = Calibrator.Fit(predictor, validation, token);
        var clean = Evaluator.Evaluate(predictor, dataset.Test, checkpoint.Config.Loss, calibration, token);
        var result = clean with { Robustness = RobustnessTable.Measure(predictor, dataset.Test, clean, token) };
        var modelChecks = SmokeTest.Check(ModelFile.Of(checkpoint, calibration), checkpoint.WeightsSha256);
        return new TrainedModel(run.Id, run.Name, run.Recipe, run.Dataset, run.PromoteTo, checkpoint, calibration, result, modelChecks);
    }

    /// <summary>Reads the checkpoint of an epoch, or the last checkpoint if the epoch is null.</summary>
    /// <returns>The checkpoint; null if there is none.</returns>
    private Checkpoint? ReadCheckpoint(Guid runId, int? epoch)
    {
        using var db = databases.CreateDbContext();
        var data = db.Checkpoints
            .Where(checkpoint => checkpoint.RunId == runId && (epoch == null || checkpoint.Epoch == epoch))
            .OrderByDescending(checkpoint => checkpoint.Epoch)
            .Select(checkpoint => checkpoint.Data)
            .FirstOrDefault();
        return data is null ? null : Checkpoint.Read(data);
    }
}
