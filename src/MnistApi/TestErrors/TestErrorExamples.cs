using MnistApi.Datasets;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.TestErrors;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class TestErrorExamples
{
    public static OpenApiFeature Feature { get; } = new(
        5,
        "Test errors",
        "The test images that a model predicts wrongly.",
        new TestError(
            3520,
            6,
            4,
            0.9713f,
            3.62,
            [0.0001f, 0.0002f, 0.0005f, 0, 0.9713f, 0.0008f, 0.0268f, 0.0001f, 0.0001f, 0.0001f],
            2493,
            WriterSeries.Students,
            true,
            new LabelDispute(6, null, DisputeOutcome.Neither, new DisputeVotes(2, 0, 3)),
            $"/api/v1/datasets/mnist/test/3520.png?sha256={DatasetExamples.MnistSha256}"),
        new ModelSlices(
            new Guid(ModelExamples.RunId),
            [
                new SliceResult(SliceDimension.Series, "employees", 4999, 160),
                new SliceResult(SliceDimension.Series, "students", 5001, 417),
            ],
            [new WriterResult(2578, WriterSeries.Students, [0, 77, 402], [77])]));
}
