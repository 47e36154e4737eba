using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>What the gate needs of a model.</summary>
internal sealed record GatedModel(Guid Id, ModelImages Images, double ValidationAccuracy, EvaluationCheck Evaluation)
{
    /// <summary>The model of that id, or null.</summary>
    public static async Task<GatedModel?> FindAsync(MnistDb db, Guid id, CancellationToken token)
    {
        if (await db.Models.AsNoTracking().Where(model => model.Id == id).Select(ModelEntity.WithoutWeights).FirstOrDefaultAsync(token) is not { } row)
            return null;

        var validationSize = row.Config.ValidationSize;
        var plausibility = new EvaluationCheck(
            MeasuredAccuracy.Of(row.ValidationAccuracy, validationSize),
            MeasuredAccuracy.Of(row.Evaluation.Accuracy, row.Evaluation.SampleCount),
            row.Evaluation.Loss is not null && row.ValidationLoss is not null);
        return new GatedModel(id, new ModelImages(row.Dataset, row.DatasetSha256, validationSize), row.ValidationAccuracy, plausibility);
    }
}

/// <summary>The gate in front of an alias: compares the candidate with the model that the alias points at. Whether it works at all: <see cref="SmokeTest"/>.</summary>
internal static class ModelGate
{
    private const double Chance = 0.05;
    private const string NothingToCompare = "Nothing to compare with: the alias is new.";

    /// <param name="current">Null where the alias is new.</param>
    /// <param name="works">The checks of the candidate alone.</param>
    public static GateReport Report(GatedModel candidate, GatedModel? current, IEnumerable<GateCheck> works)
    {
        var images = new GateImages(candidate.Images, current?.Images);
        return GateReport.Of(candidate.Id, current?.Id, [Dataset(images), Split(images), Accuracy(candidate, current), candidate.Evaluation.ToGateCheck(), .. works]);
    }

    private static GateCheck Dataset(GateImages images) => images switch
    {
        { Current: null } => new(GateCheckName.Dataset, true, NothingToCompare, images),
        { Candidate: var candidate, Current: var current } when candidate.DatasetSha256 == current.DatasetSha256 =>
            new(GateCheckName.Dataset, true, $"Both were trained on {candidate.Dataset}, SHA-256 {candidate.DatasetSha256}.", images),
        { Candidate: var candidate, Current: var current } =>
            new(GateCheckName.Dataset, false, $"It was trained on {candidate.Dataset}, SHA-256 {candidate.DatasetSha256}, but the current model on {current.Dataset}, {current.DatasetSha256}.", images),
    };

    private static GateCheck Split(GateImages images) => images switch
    {
        { Current: null } => new(GateCheckName.Split, true, NothingToCompare, images),
        { Candidate: var candidate, Current: var current } when candidate.ValidationSize == current.ValidationSize =>
            new(GateCheckName.Split, true, $"The first {candidate.ValidationSize} training images were for validation with both.", images),
        { Candidate: var candidate, Current: var current } =>
            new(GateCheckName.Split, false, $"The first {candidate.ValidationSize} training images were for its validation, but {current.ValidationSize} for the current model's.", images),
    };

    /// <summary>Lower is lower: whether that can be chance is said, and for whoever decides with force.</summary>
    private static GateCheck Accuracy(GatedModel candidate, GatedModel? current)
    {
        var accuracy = AccuracyComparison.Of(MeasuredOf(candidate), current is null ? null : MeasuredOf(current));
        if (current is null) return new GateCheck(GateCheckName.ValidationAccuracy, true, NothingToCompare, Accuracy: accuracy);

        var figures = string.Create(CultureInfo.InvariantCulture, $"Its validation accuracy is {candidate.ValidationAccuracy:0.#####}, the current model's {current.ValidationAccuracy:0.#####}; ");
        var chance = FormatPValue(accuracy.PValue);
        var message = accuracy.Difference switch
        {
            _ when candidate.Images != current.Images => "which is of other validation images, so the two do not compare.",
            < 0 when accuracy.PValue >= Chance => $"that is lower, though it can be chance ({chance}).",
            < 0 => $"that is lower, by more than chance explains ({chance}).",
            _ => "that is not lower.",
        };
        return new GateCheck(GateCheckName.ValidationAccuracy, candidate.Images == current.Images && accuracy.Difference >= 0, figures + message, Accuracy: accuracy);
    }

    /// <summary>A probability is never 0: below 1e-15, the arithmetic cannot tell it from 0.</summary>
    internal static string FormatPValue(double? p) => p switch
    {
        < 1e-15 => "p < 1e-15",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"p = {p:0.#e-0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"p = {p:0.###}"),
    };

    private static MeasuredAccuracy MeasuredOf(GatedModel model) => MeasuredAccuracy.Of(model.ValidationAccuracy, model.Images.ValidationSize);
}
