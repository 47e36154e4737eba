using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Queries;
using MnistApi.ModelRegistry.Registration;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Builtin;

/// <summary>
/// Adds the model that ships with the service to the database, as the model of a succeeded run, so that it works with every route for
/// models. The alias <c>builtin</c> points at it. The alias <c>champion</c> also points at it, unless a user has chosen another model.
/// </summary>
internal sealed class BuiltinInstallation(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>Adds the model in one transaction. The method is idempotent, even if several processes call it at the same time.</summary>
    public Task RunAsync(BuiltinModel model, CancellationToken token) => databases.ChangeAsync(async db =>
    {
        if (await IsInstalledAsync(db, model.Id, token)) return true;
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == model.Id, token)) await AddAsync(db, model, token);
        await PointAsync(db, ModelAlias.Builtin, model.Id, token);
        if (await IsChampionOursAsync(db, token)) await PointAsync(db, ModelAlias.Champion, model.Id, token);
        return true;
    }, token);

    /// <summary>
    /// Whether an earlier start did everything. The transaction that points <c>builtin</c> at the model also decides about the champion.
    /// This one query makes a start faster, because EF Core compiles each query when it first runs.
    /// </summary>
    private static async Task<bool> IsInstalledAsync(MnistDb db, Guid model, CancellationToken token)
    {
        var found = await db.ModelAliases.CountAsync(
            alias => alias.Alias == ModelAlias.Champion || (alias.Alias == ModelAlias.Builtin && alias.ModelId == model),
            token);
        return found == 2;
    }

    private async Task AddAsync(MnistDb db, BuiltinModel model, CancellationToken token)
    {
        var (file, record) = (model.File, model.Record);
        var trainedAt = record.TrainedAt.UtcDateTime;
        EpochEntity[] epochs =
        [
            .. record.Epochs.Select(epoch => epoch.ToRow(model.Id, attempt: 0, trainedAt - DurationAfter(record, epoch.Epoch))),
        ];
        var run = RunOf(model, startedAt: trainedAt - DurationAfter(record, epoch: 0));
        var best = new BestEpoch(file.Epoch, file.ValidationAccuracy, file.ValidationLoss.FiniteOrNull());
        run.Import(trainedAt, epochs[^1], best, record.Test.ToTestResult());
        db.TrainingRuns.Add(run);
        foreach (var epoch in epochs)
        {
            db.Epochs.Add(epoch);
            RunTransactions.AddEpochEvent(db, run, epoch.ToMetrics());
        }

        db.AddModel(ModelOf(model, run), record.Test);
        await transactions.AddStateEventAsync(db, run, token);
    }

    /// <summary>The training time after an epoch.</summary>
    private static TimeSpan DurationAfter(ModelRecord record, int epoch) =>
        TimeSpan.FromSeconds(record.Epochs.Skip(epoch).Sum(later => later.DurationSeconds));

    private static TrainingRunEntity RunOf(BuiltinModel model, DateTime startedAt) => new()
    {
        Id = model.Id,
        IsBuiltin = true,
        Name = ModelAlias.Builtin,
        Recipe = model.Record.Recipe,
        Dataset = model.File.DatasetName,
        Seed = model.File.Seed,
        Config = model.File.Config,
        CreatedAt = startedAt,
        QueuedAt = startedAt,
    };

    private static ModelEntity ModelOf(BuiltinModel model, TrainingRunEntity run) => new()
    {
        Id = model.Id,
        Name = run.Name,
        Recipe = run.Recipe,
        Dataset = run.Dataset,
        DatasetSha256 = model.File.DatasetSha256,
        Seed = run.Seed,
        Config = run.Config,
        Epoch = model.File.Epoch,
        ValidationAccuracy = model.File.ValidationAccuracy,
        ValidationLoss = model.File.ValidationLoss.FiniteOrNull(),
        WeightsSha256 = model.File.WeightsSha256,
        Temperature = model.File.Calibration.Temperature,
        ConfidenceThreshold = model.File.Calibration.ConfidenceThreshold,
        Weights = model.Weights,
        Evaluation = ModelEvaluation.Of(model.Record.Test),
        CreatedAt = model.Record.TrainedAt.UtcDateTime,
    };

    private async Task PointAsync(MnistDb db, string alias, Guid model, CancellationToken token)
    {
        var row = await db.FindAliasAsync(alias, token);
        if (row?.ModelId == model) return;
        db.ChangeAlias(row, new AliasChange(alias, model, AliasChangeOrigin.Start, Report: null), clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Whether there is no champion, or the champion came with an earlier version and no user ever chose one.</summary>
    private static async Task<bool> IsChampionOursAsync(MnistDb db, CancellationToken token)
    {
        if (await db.FindAliasAsync(ModelAlias.Champion, token) is not { } champion) return true;
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == champion.ModelId && run.IsBuiltin, token)) return false;
        return !await db.ModelAliasChanges
            .AnyAsync(change => change.Alias == ModelAlias.Champion && change.By != AliasChangeOrigin.Start, token);
    }
}
