using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Comparison;

/// <summary>A comparison of two models on the same test images.</summary>
/// <param name="A">The first model, the baseline.</param>
/// <param name="B">The second model, which is compared with the first.</param>
/// <param name="Fixed">The images that <c>a</c> predicts wrongly and <c>b</c> predicts correctly.</param>
/// <param name="Broken">The images that <c>a</c> predicts correctly and <c>b</c> predicts wrongly.</param>
/// <param name="Shared">The images that both models predict wrongly, with the same or with different predictions.</param>
/// <param name="McNemar">The test of whether the difference can be chance.</param>
public sealed record ModelComparison(
    ModelAccuracy A,
    ModelAccuracy B,
    ImageIndices Fixed,
    ImageIndices Broken,
    ImageIndices Shared,
    McNemarTest McNemar)
{
    internal static ModelComparison Of(ComparedModel a, ComparedModel b)
    {
        var (errorsOfA, errorsOfB) = (a.Errors.ToHashSet(), b.Errors.ToHashSet());
        int[] fixedErrors = [.. a.Errors.Where(index => !errorsOfB.Contains(index))];
        int[] brokenImages = [.. b.Errors.Where(index => !errorsOfA.Contains(index))];
        int[] sharedErrors = [.. a.Errors.Where(errorsOfB.Contains)];
        return new ModelComparison(
            a.ToAccuracy(),
            b.ToAccuracy(),
            ImageIndices.Of(fixedErrors),
            ImageIndices.Of(brokenImages),
            ImageIndices.Of(sharedErrors),
            McNemarTest.Of(fixedErrors.Length, brokenImages.Length));
    }
}

/// <summary>The accuracy of a model on the test images.</summary>
/// <param name="Id">The id of the model.</param>
/// <param name="Name">The name of its training run.</param>
/// <param name="SampleCount">The number of test images.</param>
/// <param name="ErrorCount">The number of images whose prediction differs from their label.</param>
/// <param name="Accuracy">The share of images whose prediction equals their label, 0 to 1.</param>
/// <param name="AccuracyInterval">
/// The 95 % Wilson interval of the accuracy. Overlapping intervals do not show that two models are equally good: McNemar's test is more
/// sensitive, because it uses the predictions for the same images.
/// </param>
public sealed record ModelAccuracy(Guid Id, string Name, int SampleCount, int ErrorCount, double Accuracy, Interval AccuracyInterval);

/// <summary>A set of test images.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="Indices">The indices of the images in the test set, from 0, in ascending order; at most the first 10,000.</param>
public sealed record ImageIndices(int Count, IReadOnlyList<int> Indices)
{
    private const int MaxIndices = 10_000;

    internal static ImageIndices Of(int[] indices) => new(indices.Length, indices.Length > MaxIndices ? indices[..MaxIndices] : indices);
}

/// <summary>The data of a model that a comparison needs.</summary>
/// <param name="Errors">The indices of its test errors, in ascending order.</param>
internal sealed record ComparedModel(
    Guid Id,
    string Name,
    string Dataset,
    string DatasetSha256,
    ModelEvaluation Evaluation,
    IReadOnlyList<int> Errors)
{
    public static async Task<ComparedModel?> FindAsync(MnistDb db, string name, CancellationToken token)
    {
        var row = await db.NamedModels(name)
            .Select(model => new { model.Id, model.Name, model.Dataset, model.DatasetSha256, model.Evaluation })
            .FirstOrDefaultAsync(token);
        if (row is null) return null;

        var errors = await db.TestErrors
            .Where(error => error.ModelId == row.Id)
            .OrderBy(error => error.Index)
            .Select(error => error.Index)
            .ToListAsync(token);
        return new ComparedModel(row.Id, row.Name, row.Dataset, row.DatasetSha256, row.Evaluation, errors);
    }

    public ModelAccuracy ToAccuracy() => new(
        Id,
        Name,
        Evaluation.SampleCount,
        Evaluation.SampleCount - Evaluation.CorrectCount,
        Evaluation.Accuracy,
        Evaluation.AccuracyInterval);
}
