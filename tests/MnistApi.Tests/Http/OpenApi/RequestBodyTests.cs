using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MnistApi.Training.Configuration;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>The service accepts the bodies that are described by hand.</summary>
public class RequestBodyTests(RequestBodyTests.Fixture service) : IClassFixture<RequestBodyTests.Fixture>
{
    /// <summary>A service with enough images for the unchanged recipes.</summary>
    public sealed class Fixture : ServiceFixture
    {
        protected override (string Name, string Value)[] Settings() => [("Datasets__Synthetic__TrainingCount", "6000")];
    }

    [Fact]
    public void Every_field_of_the_configuration_is_an_optional_override()
    {
        string[] own = ["recipe", "name", "dataset", "seed", "keepCheckpoints", "promoteTo"];
        var request = OpenApiDocument.Committed.Schemas["TrainingRunRequest"];

        Assert.Equal(own.Concat(Fields(typeof(TrainingConfig)).Select(field => field.Name)).Order(), Names(request).Order());
        Assert.Equal(["recipe"], request.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        AssertSameFields(typeof(TrainingConfig), request);
    }

    [Fact]
    public async Task The_service_accepts_the_examples_of_a_training_run()
    {
        var examples = Content("StartTrainingRun", "application/json").GetProperty("examples").EnumerateObject().ToArray();

        Assert.Equal(2, examples.Length);
        foreach (var example in examples)
        {
            var run = await service.Client.StartRunAsync(example.Value.GetProperty("value").GetRawText());
            using var cancelled = await service.Client.PostAsync(
                $"{Api.Runs}/{run.Id}/cancel",
                null,
                TestContext.Current.CancellationToken);
            Assert.True(cancelled.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task The_service_accepts_the_examples_of_a_sweep_whose_overrides_have_every_field_of_the_configuration()
    {
        var examples = Content("StartSweep", "application/json").GetProperty("examples").EnumerateObject().ToArray();
        AssertSameFields(typeof(TrainingConfig), OpenApiDocument.Committed.Schemas["SweepOverrides"]);
        Assert.Equal(
            Fields(typeof(TrainingConfig)).Select(field => field.Name).Order(),
            Names(OpenApiDocument.Committed.Schemas["SweepOverrides"]).Order());

        Assert.Equal(2, examples.Length);
        foreach (var example in examples)
        {
            var sweep = await service.Client.StartSweepAsync(example.Value.GetProperty("value").GetRawText());
            using var cancelled = await service.Client.PostAsync(
                $"{Api.Sweeps}/{sweep.Id}/cancel",
                null,
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }
    }

    [Theory]
    [InlineData("", "Predict", "multipart/form-data")]
    [InlineData("/json", "PredictJson", "application/json")]
    [InlineData("/file", "PredictFile", "application/octet-stream")]
    [InlineData("/explanation", "ExplainPrediction", "multipart/form-data")]
    [InlineData("/explanation/json", "ExplainPredictionJson", "application/json")]
    [InlineData("/explanation/file", "ExplainPredictionFile", "application/octet-stream")]
    [InlineData("/batch", "PredictBatch", "multipart/form-data")]
    [InlineData("/batch/json", "PredictBatchJson", "application/json")]
    public async Task Every_operation_documents_one_content_type_and_accepts_it(string route, string operation, string type)
    {
        var png = await service.Client.GetByteArrayAsync("/api/v1/datasets/synthetic/test/0.png", TestContext.Current.CancellationToken);
        Assert.Equal([type], Body(operation).GetProperty("content").EnumerateObject().Select(content => content.Name));

        using var content = type switch
        {
            "application/json" => new StringContent(
                Content(operation, type).GetProperty("examples").GetProperty("seven").GetProperty("value").GetRawText()),
            "multipart/form-data" => new MultipartFormDataContent
            {
                { new ByteArrayContent(png), route == "/batch" ? "images" : "image", "digit.png" },
            },
            _ => (HttpContent)new ByteArrayContent(png),
        };
        if (content is not MultipartContent) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await service.Client.PostAsync(Api.Predictions + route, content, TestContext.Current.CancellationToken);

        Assert.True(
            response.StatusCode == HttpStatusCode.OK,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void AssertSameFields(Type type, JsonElement overrides)
    {
        foreach (var field in Fields(type))
        {
            var schema = overrides.GetProperty("properties").GetProperty(field.Name);
            var (inner, part) = schema.TryGetProperty("items", out var items)
                ? (TypeInfo(field.PropertyType).ElementType!, items)
                : (field.PropertyType, schema);
            if (TypeInfo(inner).Kind != JsonTypeInfoKind.Object) continue;

            var resolved = OpenApiDocument.Committed.Resolve(part);
            Assert.Equal(Fields(inner).Select(known => known.Name).Order(), Names(resolved).Order());
            Assert.False(resolved.TryGetProperty("required", out _));
            AssertSameFields(inner, resolved);
        }
    }

    private static JsonTypeInfo TypeInfo(Type type) => TrainingJson.Options.GetTypeInfo(type);

    private static IEnumerable<JsonPropertyInfo> Fields(Type type) => TypeInfo(type).Properties.Where(field => field.Set is not null);

    private static IEnumerable<string> Names(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static JsonElement Body(string operation) =>
        OpenApiDocument.Committed.Operations.Single(known => known.Id == operation).Json.GetProperty("requestBody");

    private static JsonElement Content(string operation, string type) => Body(operation).GetProperty("content").GetProperty(type);
}
