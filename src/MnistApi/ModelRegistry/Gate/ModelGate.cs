using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>The data of a model that the gate needs.</summary>
internal sealed record GatedModel(Guid Id, ModelImages Images, double ValidationAccuracy, EvaluationCheck Evaluation)
{
    /// <summary>Finds a model by its id; null if it does not exist.</summary>
    public static async Task<GatedModel?> FindAsync(MnistDb db, Guid id, CancellationToken token)
    {
        var models = db.Models.AsNoTracking().Where(model => model.Id == id);
        if (await models.Select(ModelEntity.WithoutWeights).FirstOrDefaultAsync(token) is not { } row) return null;

        var validationSize = row.Config.ValidationSize;
        var images = new ModelImages(row.Dataset, row.DatasetSha256, validationSize, row.Config.ValidationSplit);
        var evaluation = new EvaluationCheck(
            MeasuredAccuracy.Of(row.ValidationAccuracy, validationSize),
            MeasuredAccuracy.Of(row.Evaluation.Accuracy, row.Evaluation.SampleCount),
            row.Evaluation.Loss is not null && row.ValidationLoss is not null);
        return new GatedModel(id, images, row.ValidationAccuracy, evaluation);
    }
}

/// <summary>
/// The gate in front of an alias. It compares a candidate with the current model of the alias. <see cref="SmokeTest"/> checks the candidate
/// alone.
/// </summary>
internal static class ModelGate
{
    private const double SignificanceLevel = 0.05;
    private const string NothingToCompare = "The alias is new, so there is no current model to compare with.";

    /// <param name="candidate">The model that the alias is to point at.</param>
    /// <param name="current">The model that the alias points at; null if the alias is new.</param>
    /// <param name="modelChecks">The checks of the candidate alone.</param>
    public static GateReport Report(GatedModel candidate, GatedModel? current, IEnumerable<GateCheck> modelChecks)
    {
        var images = new GateImages(candidate.Images, current?.Images);
        return GateReport.Of(
            candidate.Id,
            current?.Id,
            [Dataset(images), Split(images), Accuracy(candidate, current), candidate.Evaluation.ToGateCheck(), .. modelChecks]);
    }

    private static GateCheck Dataset(GateImages images) => images switch
    {
        { Current: null } => new(GateCheckName.Dataset, true, NothingToCompare, images),
        { Candidate: var candidate, Current: var current } when candidate.DatasetSha256 == current.DatasetSha256 =>
            new(
                GateCheckName.Dataset,
                true,
                $"Both models were trained on the dataset {candidate.Dataset} with SHA-256 {candidate.DatasetSha256}.",
                images),
        { Candidate: var candidate, Current: var current } =>
            new(
                GateCheckName.Dataset,
                false,
                $"It was trained on the dataset {candidate.Dataset} with SHA-256 {candidate.DatasetSha256}, "
                + $"but the current model on the dataset {current.Dataset} with SHA-256 {current.DatasetSha256}.",
                images),
    };

    private static GateCheck Split(GateImages images) => images switch
    {
        { Current: null } => new(GateCheckName.Split, true, NothingToCompare, images),
        { Candidate: var candidate, Current: var current } when candidate.Validation == current.Validation =>
            new(GateCheckName.Split, true, $"Both models were validated on {candidate.Validation}.", images),
        { Candidate: var candidate, Current: var current } =>
            new(
                GateCheckName.Split,
                false,
                $"It was validated on {candidate.Validation}, but the current model on {current.Validation}.",
                images),
    };

    /// <summary>
    /// Any lower accuracy fails. The message says whether it can be chance, for the client that decides whether to override the check.
    /// </summary>
    private static GateCheck Accuracy(GatedModel candidate, GatedModel? current)
    {
        var accuracy = AccuracyComparison.Of(MeasuredOf(candidate), current is null ? null : MeasuredOf(current));
        if (current is null) return new GateCheck(GateCheckName.ValidationAccuracy, true, NothingToCompare, Accuracy: accuracy);

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"Its validation accuracy is {candidate.ValidationAccuracy:0.#####}, "
            + $"and that of the current model is {current.ValidationAccuracy:0.#####}.");
        var isComparable = candidate.Images == current.Images;
        var chance = FormatPValue(accuracy.PValue);
        var conclusion = accuracy.Difference switch
        {
            _ when !isComparable => "The two were measured on different images, so they cannot be compared.",
            < 0 when accuracy.PValue >= SignificanceLevel => $"That is lower, but it can be chance ({chance}).",
            < 0 => $"That is lower by more than chance explains ({chance}).",
            _ => "That is not lower.",
        };
        return new GateCheck(
            GateCheckName.ValidationAccuracy,
            isComparable && accuracy.Difference >= 0,
            $"{figures} {conclusion}",
            Accuracy: accuracy);
    }

    /// <summary>Formats a p-value. It is never shown as 0: below 1e-15, floating-point arithmetic cannot distinguish it from 0.</summary>
    internal static string FormatPValue(double? p) => p switch
    {
        < 1e-15 => "p < 1e-15",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"p = {p:0.#e-0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"p = {p:0.###}"),
    };

    private static MeasuredAccuracy MeasuredOf(GatedModel model) =>
        MeasuredAccuracy.Of(model.ValidationAccuracy, model.Images.ValidationSize);
}
