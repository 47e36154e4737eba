using MnistApi.ModelRegistry.Gate;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>The alias that a run's model takes when the run succeeds: the one that was asked for, or the champion's place where there is none.</summary>
internal static class ModelPromotion
{
    /// <summary>Points the alias at the model in the run's last transaction, or warns where the gate does not let it pass.</summary>
    public static async Task ApplyAsync(MnistDb db, TrainingRunEntity run, TrainedModel model, DateTime now, CancellationToken token)
    {
        var alias = run.PromoteTo ?? ModelAlias.Champion;
        var row = await db.FindAliasAsync(alias, token);
        var best = EpochResult.Best(model.Checkpoint.History)!;
        if (run.PromoteTo is null && (row is not null || !double.IsFinite(best.ValidationLoss))) return;

        var images = new ModelImages(run.Dataset, model.Checkpoint.DatasetSha256, model.Checkpoint.Config.ValidationSize);
        var current = row is null ? null : await GatedModel.FindAsync(db, row.ModelId, token);
        var report = ModelGate.Report(new GatedModel(run.Id, images, best.ValidationAccuracy, model.Evaluation), current, model.Works);
        if (report.Passed)
            db.Move(row, new AliasMove(alias, run.Id, run.PromoteTo is null ? AliasChangeOrigin.FirstModel : AliasChangeOrigin.Run, report), now);
        else if (run.PromoteTo is not null)
            RunWarnings.Add(run, [new RunWarning(RunWarningCode.NotPromoted, $"The model did not become '{alias}'. {report.Faults}{ForceHint(alias, report)}")]);
    }

    private static string ForceHint(string alias, GateReport report) =>
        report.Allows(isForced: true) ? $" To override comparisons: PUT /api/v1/model-aliases/{alias} with force and a reason." : "";
}
