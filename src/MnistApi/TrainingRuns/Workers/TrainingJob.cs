using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Datasets;
using MnistApi.ModelRegistry;
using MnistApi.ModelRegistry.Gate;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Mnist;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// What Hangfire delivers: a run's id, as a sign that a run waits. The job takes the run that is next in the queue, whichever that is, so
/// the order is the database's; one that finds none leaves at once, so that a second delivery does no harm. Retries are ours: a run
/// that was given back or lost is delivered again by <see cref="RunReconciler"/>.
/// </summary>
internal sealed partial class TrainingJob(
    RunLeases leases, DatasetCatalog datasets, IDbContextFactory<MnistDb> databases, IOptions<TrainingOptions> options, TimeProvider clock, ILogger<TrainingJob> logger)
{
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Trains the next run from its last checkpoint to its end. It blocks its thread, one of Hangfire's own, on purpose: on a thread of
    /// the pool, hours of training would be in the way of requests.
    /// </summary>
    [AutomaticRetry(Attempts = 0)]
    public void Train(Guid runId, CancellationToken stopping)
    {
        if (leases.TakeNextAsync(stopping).GetAwaiter().GetResult() is not { } lease) return;

        Log.Taken(logger, lease.RunId, lease.Attempt);
        try
        {
            Train(lease, stopping);
        }
        catch (RunLostException)
        {
            Log.Lost(logger, lease.RunId, lease.Attempt);
        }
        catch (Exception e)
        {
            EndAttemptAsync(lease, e, stopping).GetAwaiter().GetResult();
        }
    }

    /// <summary>The pulse ends before the attempt does: a beat would take back what the end says.</summary>
    private void Train(RunLease lease, CancellationToken stopping)
    {
        using var pulse = new RunPulse(lease, TimeSpan.FromSeconds(options.Value.LeaseSeconds), clock, logger, stopping);
        if (TrainToEnd(lease.Run, lease, pulse) is not { } model)
        {
            Log.Paused(logger, lease.RunId, lease.Attempt);
            return;
        }

        pulse.WriteAsync(token => lease.SucceedAsync(model, token)).GetAwaiter().GetResult();
        Log.Succeeded(logger, lease.RunId, model.Result.Accuracy);
    }

    /// <summary>The model; null where the run has finished its round of a sweep, and waits.</summary>
    private TrainedModel? TrainToEnd(TrainingRunEntity run, RunLease lease, RunPulse pulse)
    {
        var dataset = datasets.GetAsync(run.Dataset, pulse.Token).GetAwaiter().GetResult();
        using var trainer = CreateTrainer(run, dataset);
        using var writes = new EpochWrites(lease, pulse, clock);
        foreach (var epoch in trainer.Run(pulse, pulse.Token))
        {
            if (!writes.Write(epoch, trainer)) return null;
        }

        if (!writes.Finish()) return null;
        return Judge(ReadCheckpoint(run.Id, EpochResult.Best(trainer.History)!.Epoch)!, dataset, pulse.Token);
    }

    /// <summary>Calibrates on the validation images, and then looks at the test images, the only time.</summary>
    private static TrainedModel Judge(Checkpoint checkpoint, Dataset dataset, CancellationToken token)
    {
        using var network = checkpoint.CreateNetwork();
        var calibration = Calibrator.Fit(network, dataset.Split(checkpoint.Config.ValidationSize).Validation, token);
        var result = Evaluator.Evaluate(network, dataset.Test, checkpoint.Config.Loss, calibration, token) with { Robustness = RobustnessTable.Measure(network, dataset.Test, token) };
        return new TrainedModel(checkpoint, calibration, result, SmokeTest.Check(ModelFile.Of(checkpoint, calibration), checkpoint.WeightsSha256));
    }

    private Trainer CreateTrainer(TrainingRunEntity run, Dataset dataset)
    {
        var config = run.ReadConfig();
        if (ConfigValidator.Validate(config) is [var fault, ..])
            throw new RunFailedException(RunFailureCode.ConfigurationInvalid, $"The configuration, which an earlier version accepted, is not valid any more: {fault.Message} Start a new run.");
        if (config.ValidationSize >= dataset.Training.Count)
            throw new RunFailedException(RunFailureCode.DatasetTooSmall, $"The dataset {dataset.Name} has {dataset.Training.Count} training images, of which {config.ValidationSize} would be for validation. Make validationSize smaller.");
        if (ReadCheckpoint(run.Id, epoch: null) is not { } checkpoint) return new Trainer(config, dataset, run.Seed, clock, options.Value.Threads);
        if (checkpoint.DatasetSha256 != dataset.Sha256)
            throw new RunFailedException(RunFailureCode.DatasetChanged, $"The run began on a dataset {dataset.Name} with SHA-256 {checkpoint.DatasetSha256}, but it is another one now: {dataset.Sha256}. Bring the first one back, or start a new run.");
        return Trainer.Resume(checkpoint, dataset, config.Epochs, clock);
    }

    /// <summary>The checkpoint of an epoch, null for the last; null of none.</summary>
    private Checkpoint? ReadCheckpoint(Guid runId, int? epoch)
    {
        using var db = databases.CreateDbContext();
        var data = db.Checkpoints.Where(checkpoint => checkpoint.RunId == runId && (epoch == null || checkpoint.Epoch == epoch))
            .OrderByDescending(checkpoint => checkpoint.Epoch).Select(checkpoint => checkpoint.Data).FirstOrDefault();
        return data is null ? null : Checkpoint.Read(data);
    }

    private async Task EndAttemptAsync(RunLease lease, Exception exception, CancellationToken stopping)
    {
        try
        {
            await (exception switch
            {
                RunFailedException e => lease.FailAsync(e.Failure, CancellationToken.None),
                NonFiniteLossException e => lease.FailAsync(new RunFailure(RunFailureCode.NonFiniteLoss, e.Message, e.Diagnosis.Epoch, e.Diagnosis.Step, e.Diagnosis), CancellationToken.None),
                DatasetUnavailableException e => lease.FailAsync(new RunFailure(RunFailureCode.DatasetUnavailable, e.Message, null, null, null), CancellationToken.None),
                CheckpointFormatException e => lease.FailAsync(new RunFailure(RunFailureCode.CheckpointUnreadable, $"{e.Message} Start a new run.", null, null, null), CancellationToken.None),
                OperationCanceledException when stopping.IsCancellationRequested => lease.ReleaseAsync(AttemptOutcome.Stopped, null, TimeSpan.Zero, CancellationToken.None),
                OperationCanceledException => throw new RunLostException(lease.RunId, lease.Attempt),
                _ => RestAsync(lease, exception),
            });
            Log.Ended(logger, lease.RunId, lease.Attempt, exception.Message);
        }
        catch (RunLostException)
        {
            Log.Lost(logger, lease.RunId, lease.Attempt);
        }
        catch (Exception e) when (e.IsDatabaseTrouble())
        {
            Log.Untold(logger, lease.RunId, lease.Attempt, e.GetBaseException().Message); // The lease runs out, and the run is taken again.
        }
    }

    /// <summary>What was not foreseen may pass: the run rests, longer each time, and is then tried again.</summary>
    private Task RestAsync(RunLease lease, Exception exception)
    {
        Log.Failed(logger, exception, lease.RunId, lease.Attempt);
        var rest = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, lease.Run.AttemptsWithoutProgress - 1), LongestRest.TotalSeconds));
        return lease.ReleaseAsync(AttemptOutcome.Error, $"{exception.GetType().Name}: {exception.Message}", rest, CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId} was taken, attempt {Attempt}")]
        public static partial void Taken(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId} succeeded with test accuracy {Accuracy}")]
        public static partial void Succeeded(ILogger logger, Guid runId, double accuracy);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, has finished its round and waits for the others")]
        public static partial void Paused(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, is over: it was cancelled, or is another worker's")]
        public static partial void Lost(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, ended: {Reason}")]
        public static partial void Ended(ILogger logger, Guid runId, int attempt, string reason);

        [LoggerMessage(LogLevel.Warning, "Run {RunId}, attempt {Attempt}, ended while the database was away: {Reason}")]
        public static partial void Untold(ILogger logger, Guid runId, int attempt, string reason);

        [LoggerMessage(LogLevel.Error, "Run {RunId}, attempt {Attempt}, met something unexpected; it will be tried again")]
        public static partial void Failed(ILogger logger, Exception exception, Guid runId, int attempt);
    }
}
