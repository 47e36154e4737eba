using System.Linq.Expressions;
using System.Runtime.InteropServices;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Training.Data;
using MnistApi.Training.Text;

namespace MnistApi.TestErrors;

/// <summary>Filters and sorts test errors, and maps them to API contracts.</summary>
internal static class TestErrorQueries
{
    public static IQueryable<TestErrorEntity> Matching(
        this IQueryable<TestErrorEntity> errors, Guid modelId, TestErrorFilter filter) => errors
        .Where(error => error.ModelId == modelId)
        .Where(error => filter.Label == null || error.Label == filter.Label)
        .Where(error => filter.Predicted == null || error.Predicted == filter.Predicted)
        .Where(error => filter.MinConfidence == null || error.Confidence >= filter.MinConfidence);

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
        return new TestError(
            row.Index,
            row.Label,
            row.Predicted,
            row.Confidence,
            row.Loss,
            ReadProbabilities(row.Probabilities),
            dispute is not null,
            dispute,
            model.ImageUrl(pathBase, row.Index));
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
