using System.Linq.Expressions;
using System.Runtime.InteropServices;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Text;

namespace MnistApi.TestErrors;

/// <summary>Filters and sorts test errors, and maps them to API contracts.</summary>
internal static class TestErrorQueries
{
    public static IQueryable<TestErrorEntity> Matching(
        this IQueryable<TestErrorEntity> errors, ServedModel model, TestErrorFilter filter) => errors
        .Where(error => error.ModelId == model.Id)
        .Where(error => filter.Label == null || error.Label == filter.Label)
        .Where(error => filter.Predicted == null || error.Predicted == filter.Predicted)
        .Where(error => filter.MinConfidence == null || error.Confidence >= filter.MinConfidence)
        .WrittenBy(filter, model.DatasetSha256);

    /// <summary>Sorts test errors. Errors with equal values are in the order of their indices, so the order is always the same.</summary>
    public static IQueryable<TestErrorEntity> Sorted(this IQueryable<TestErrorEntity> errors, TestErrorFilter filter) => filter.Sort switch
    {
        TestErrorSort.Confidence => errors.By(error => error.Confidence, filter.Order),
        TestErrorSort.Loss => errors.By(error => error.Loss, filter.Order),
        _ when filter.Order == SortOrder.Descending => errors.OrderByDescending(error => error.Index),
        _ => errors.OrderBy(error => error.Index),
    };

    public static TestError ToTestError(this TestErrorEntity row, ServedModel model, PathString pathBase)
    {
        var dispute = LabelDispute.Find(model.DatasetSha256, row.Index);
        int? writer = MnistWriters.Find(model.DatasetSha256) is { Test: var writers } ? writers.Span[row.Index] : null;
        return new TestError(
            row.Index,
            row.Label,
            row.Predicted,
            row.Confidence,
            row.Loss,
            ReadProbabilities(row.Probabilities),
            writer,
            writer is { } known ? ImageWriters.SeriesOf(known) : null,
            dispute is not null,
            dispute,
            model.ImageUrl(pathBase, row.Index));
    }

    /// <summary>Selects errors by the writers of their images. The database does not have the writers, only the indices.</summary>
    private static IQueryable<TestErrorEntity> WrittenBy(
        this IQueryable<TestErrorEntity> errors, TestErrorFilter filter, string datasetSha256)
    {
        if (filter is { Writer: null, Series: null }) return errors;
        var writers = MnistWriters.Find(datasetSha256) is { Test: var known } ? known.ToArray() : [];
        int[] indices =
        [
            .. writers.Index()
                .Where(image => filter.Writer == null || image.Item == filter.Writer)
                .Where(image => filter.Series == null || ImageWriters.SeriesOf(image.Item) == filter.Series)
                .Select(image => image.Index),
        ];
        return errors.Where(error => indices.Contains(error.Index));
    }

    private static IQueryable<TestErrorEntity> By<TNumber>(
        this IQueryable<TestErrorEntity> errors, Expression<Func<TestErrorEntity, TNumber>> number, SortOrder? order)
    {
        var isNull = Expression.Equal(number.Body, Expression.Constant(null, typeof(TNumber)));
        var finiteFirst = errors.OrderBy(Expression.Lambda<Func<TestErrorEntity, bool>>(isNull, number.Parameters));
        var byNumber = order == SortOrder.Ascending ? finiteFirst.ThenBy(number) : finiteFirst.ThenByDescending(number);
        return byNumber.ThenBy(error => error.Index);
    }

    private static float?[] ReadProbabilities(byte[] bytes)
    {
        var probabilities = new float?[ImageSet.ClassCount];
        var floats = MemoryMarshal.Cast<byte, float>(bytes);
        for (var digit = 0; digit < probabilities.Length; digit++) probabilities[digit] = floats[digit].FiniteOrNull();
        return probabilities;
    }
}
