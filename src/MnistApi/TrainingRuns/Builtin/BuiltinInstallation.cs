using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Builtin;

/// <summary>
/// Puts the model that the service brings along into the database, as the model of a run that succeeded, so that everything which is told of models is told of it. The alias
/// <c>builtin</c> points at it; so does <c>champion</c>, unless somebody has chosen another.
/// </summary>
internal sealed class BuiltinInstallation(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>In one transaction. Done again it changes nothing; done by several processes at once it is done once.</summary>
    public Task RunAsync(BuiltinModel model, CancellationToken token) => databases.ChangeAsync(async db =>
    {
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == model.Id, token)) await AddAsync(db, model, token);
        await PointAsync(db, ModelAlias.Builtin, model.Id, token);
        if (await IsChampionOursAsync(db, token)) await PointAsync(db, ModelAlias.Champion, model.Id, token);
        return true;
    }, token);

    private async Task AddAsync(MnistDb db, BuiltinModel model, CancellationToken token)
    {
        var (file, record) = (model.File, model.Record);
        var trainedAt = record.TrainedAt.UtcDateTime;
        var run = RunOf(model, trainedAt);
        db.TrainingRuns.Add(run);
        foreach (var epoch in record.Epochs)
        {
            var row = epoch.ToRow(run.Id, attempt: 0, trainedAt - TimeSpan.FromSeconds(record.Epochs.Skip(epoch.Epoch).Sum(later => later.DurationSeconds)));
            db.Epochs.Add(row);
            RunTransactions.AddEpochEvent(db, run, row.ToMetrics());
        }

        db.AddModel(
            new ModelEntity
            {
                Id = run.Id,
                Epoch = file.Epoch,
                WeightsSha256 = file.WeightsSha256,
                DatasetSha256 = file.DatasetSha256,
                Temperature = file.Calibration.Temperature,
                AcceptFrom = file.Calibration.ConfidenceThreshold,
                Weights = model.Weights,
                Evaluation = record.Test.ToJson(),
                CreatedAt = trainedAt,
            },
            record.Test);
        await transactions.AddStateEventAsync(db, run, token);
    }

    private static TrainingRunEntity RunOf(BuiltinModel model, DateTime trainedAt)
    {
        var (file, record) = (model.File, model.Record);
        var startedAt = trainedAt - TimeSpan.FromSeconds(record.Epochs.Sum(epoch => epoch.DurationSeconds));
        return new TrainingRunEntity
        {
            Id = model.Id,
            IsBuiltin = true,
            Name = ModelAlias.Builtin,
            Recipe = record.Recipe,
            State = RunState.Succeeded,
            Dataset = file.DatasetName,
            Seed = file.Seed,
            Config = JsonSerializer.Serialize(file.Config, TrainingJson.Options),
            KeepCheckpoints = [],
            Warnings = "[]",
            CreatedAt = startedAt,
            QueuedAt = startedAt,
            StartedAt = startedAt,
            FinishedAt = trainedAt,
            Epoch = record.Epochs.Count,
            Epochs = file.Config.Epochs,
            SamplesPerSecond = record.Epochs[^1].SamplesPerSecond,
            BestEpoch = file.Epoch,
            BestValidationAccuracy = file.ValidationAccuracy,
            BestValidationLoss = file.ValidationLoss.FiniteOrNull(),
            TestAccuracy = record.Test.Accuracy,
            TestErrorCount = record.Test.Errors.Count,
            TestLoss = record.Test.Loss.FiniteOrNull(),
        };
    }

    private async Task PointAsync(MnistDb db, string alias, Guid model, CancellationToken token)
    {
        var row = await db.FindAliasAsync(alias, token);
        if (row?.ModelId != model) db.Move(row, new AliasMove(alias, model, AliasChangeOrigin.Start, Report: null), clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Whether there is no champion, or one that came with an earlier version and that nobody ever chose.</summary>
    private static async Task<bool> IsChampionOursAsync(MnistDb db, CancellationToken token) =>
        await db.FindAliasAsync(ModelAlias.Champion, token) is not { } champion
        || (await db.TrainingRuns.AnyAsync(run => run.Id == champion.ModelId && run.IsBuiltin, token)
            && !await db.ModelAliasChanges.AnyAsync(change => change.Alias == ModelAlias.Champion && change.By != AliasChangeOrigin.Start, token));
}
