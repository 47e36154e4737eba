using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Gate;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Registration;

/// <summary>Gives a new model its alias: the one that its run asked for, or <c>champion</c> if there is no champion.</summary>
internal static class ModelPromotion
{
    /// <summary>Points the alias at the model in the run's last transaction if the gate lets the model pass.</summary>
    /// <returns>Why the alias that the run asked for does not point at the model; null otherwise.</returns>
    public static async Task<string?> ApplyAsync(MnistDb db, TrainedModel model, DateTime now, CancellationToken token)
    {
        var alias = model.PromoteTo ?? ModelAlias.Champion;
        var row = await db.FindAliasAsync(alias, token);
        if (model.PromoteTo is null && (row is not null || !double.IsFinite(model.Best.ValidationLoss))) return null;

        var images = new ModelImages(model.Dataset, model.Checkpoint.DatasetSha256, model.Checkpoint.Config.ValidationSize);
        var current = row is null ? null : await GatedModel.FindAsync(db, row.ModelId, token);
        var report = ModelGate.Report(new GatedModel(model.Id, images, model.Best.ValidationAccuracy, model.Plausibility), current, model.Works);
        if (report.Passed)
        {
            var origin = model.PromoteTo is null ? AliasChangeOrigin.FirstModel : AliasChangeOrigin.Run;
            db.ChangeAlias(row, new AliasChange(alias, model.Id, origin, report), now);
            return null;
        }

        return model.PromoteTo is null ? null : $"The model did not become '{alias}'. {report.Faults}{ForceHint(alias, report)}";
    }

    private static string ForceHint(string alias, GateReport report) =>
        report.Allows(isForced: true) ? $" To override comparisons: PUT /api/v1/model-aliases/{alias} with force and a reason." : "";
}
