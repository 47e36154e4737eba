using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Comparison;

/// <summary>Two models on the same test images.</summary>
/// <param name="A">The one to start from.</param>
/// <param name="B">The one to compare with it.</param>
/// <param name="Fixed">Images that <c>a</c> has wrong and <c>b</c> right.</param>
/// <param name="Broken">Images that <c>a</c> has right and <c>b</c> wrong.</param>
/// <param name="Shared">Images that both have wrong, whatever they take them for.</param>
/// <param name="McNemar">Whether the difference can be chance.</param>
public sealed record ModelComparison(ModelAccuracy A, ModelAccuracy B, ImageIndices Fixed, ImageIndices Broken, ImageIndices Shared, McNemarTest McNemar)
{
    internal static ModelComparison Of(ComparedModel a, ComparedModel b)
    {
        HashSet<int> ofA = [.. a.Errors], ofB = [.. b.Errors];
        int[] mended = [.. a.Errors.Where(index => !ofB.Contains(index))], made = [.. b.Errors.Where(index => !ofA.Contains(index))];
        return new ModelComparison(
            a.ToAccuracy(), b.ToAccuracy(), ImageIndices.Of(mended), ImageIndices.Of(made), ImageIndices.Of([.. a.Errors.Where(ofB.Contains)]), McNemarTest.Of(mended.Length, made.Length));
    }
}

/// <summary>How often a model is right.</summary>
/// <param name="Id">The model's id.</param>
/// <param name="Name">Its run's name.</param>
/// <param name="SampleCount">Test images.</param>
/// <param name="ErrorCount">Images whose prediction differs from their label.</param>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy. Two that overlap do not mean that the models are equally good: the test on their common images sees more.</param>
public sealed record ModelAccuracy(Guid Id, string Name, int SampleCount, int ErrorCount, double Accuracy, Interval AccuracyInterval);

/// <summary>Test images.</summary>
/// <param name="Count">How many.</param>
/// <param name="Indices">Which, rising; only the first 10,000 of them.</param>
public sealed record ImageIndices(int Count, IReadOnlyList<int> Indices)
{
    private const int MaxIndices = 10_000;

    internal static ImageIndices Of(int[] indices) => new(indices.Length, indices.Length > MaxIndices ? indices[..MaxIndices] : indices);
}

/// <summary>What a comparison needs of a model.</summary>
/// <param name="Errors">Indices, rising.</param>
internal sealed record ComparedModel(Guid Id, string Name, string Dataset, string DatasetSha256, Evaluation Evaluation, IReadOnlyList<int> Errors)
{
    public static async Task<ComparedModel?> FindAsync(MnistDb db, string name, CancellationToken token)
    {
        var row = await db.NamedModels(name)
            .Select(model => new { model.Id, model.Name, model.Dataset, model.DatasetSha256, model.Evaluation }).FirstOrDefaultAsync(token);
        if (row is null) return null;
        var errors = await db.TestErrors.Where(error => error.ModelId == row.Id).OrderBy(error => error.Index).Select(error => error.Index).ToListAsync(token);
        return new ComparedModel(row.Id, row.Name, row.Dataset, row.DatasetSha256, row.Evaluation, errors);
    }

    public ModelAccuracy ToAccuracy() => new(Id, Name, Evaluation.SampleCount, Evaluation.SampleCount - Evaluation.CorrectCount, Evaluation.Accuracy, Evaluation.AccuracyInterval);
}
