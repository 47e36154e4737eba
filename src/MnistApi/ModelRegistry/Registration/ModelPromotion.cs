using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Gate;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Registration;

/// <summary>
/// Points an alias at a new model: the alias that its run named in <c>promoteTo</c>, or <c>champion</c> if there is no champion.
/// </summary>
internal static class ModelPromotion
{
    /// <summary>Points the alias at the model if the model passes the gate, in the transaction that ends the run.</summary>
    /// <returns>The warning if the model did not get the alias that its run named; otherwise null.</returns>
    public static async Task<string?> ApplyAsync(MnistDb db, TrainedModel model, DateTime now, CancellationToken token)
    {
        var alias = model.PromoteTo ?? ModelAlias.Champion;
        var row = await db.FindAliasAsync(alias, token);
        if (model.PromoteTo is null && (row is not null || !double.IsFinite(model.Best.ValidationLoss))) return null;

        var (config, sha256) = (model.Checkpoint.Config, model.Checkpoint.DatasetSha256);
        var images = new ModelImages(model.Dataset, sha256, config.ValidationSize, config.ValidationSplit);
        var current = row is null ? null : await GatedModel.FindAsync(db, row.ModelId, token);
        var candidate = new GatedModel(model.Id, images, model.Best.ValidationAccuracy, model.EvaluationCheck);
        var report = ModelGate.Report(candidate, current, model.ModelChecks);
        if (report.Passed)
        {
            var origin = model.PromoteTo is null ? AliasChangeOrigin.FirstModel : AliasChangeOrigin.Run;
            db.ChangeAlias(row, new AliasChange(alias, model.Id, origin, report), now);
            return null;
        }

        return model.PromoteTo is null ? null : $"The model did not become '{alias}'. {report.Errors}{ForceHint(alias, report)}";
    }

    private static string ForceHint(string alias, GateReport report) =>
        report.Allows(isForced: true) ? $" To override the comparisons: PUT /api/v1/model-aliases/{alias} with force and a reason." : "";
}
