using System.Text.Json.Nodes;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Http.OpenApi;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.Predictions.Contracts;

namespace MnistApi.Predictions.Endpoints;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class PredictionExamples
{
    /// <summary>The drawing as a PNG file.</summary>
    private const string SeenSeven =
        "data:image/png;base64,"
        + "iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAAAAABXZoBIAAAAAXNCSVQI5gpbmQAAAEtJREFUKJFjYBhkgBFCNaCKonAb/qMAmBwTPmNZIFQjQqQej+oG"
        + "hKn4jcWnkSSdKBpJ0YmqkQSdaBqJ14mukWidGBpJsLOBsBqaAwB8aSb676TK/wAAAABJRU5ErkJggg==";

    /// <summary>A drawing with 28 rows: # is ink, + is gray, and everything else is paper.</summary>
    private const string Drawing = """





              +++++++++++++++
             +##############+
             +##############+
             ++++++++++++###+
                        +##+
                        +##+
                       +##+
                       +##+
                      +##+
                      +##+
                     +##+
                     +##+
                    +##+
                    +##+
                   +##+
                   +##+
                  +##+
                  +##+
                   ++




        """;

    private static readonly Prediction Prediction = new(
        7,
        0.9993f,
        [0, 0, 0.0004f, 0.0003f, 0, 0, 0, 0.9993f, 0, 0],
        Verdict.Digit,
        new PredictionModel(new Guid(ModelExamples.RunId), ModelAlias.Champion),
        new SeenImage(
            SeenSeven,
            28,
            28,
            UploadFormat.Pixels,
            NormalizationMode.Mnist,
            false,
            new SeenBox(5, 5, 16, 19),
            1,
            new SeenShift(0, 0),
            3.02,
            1,
            []),
        []);

    private static readonly Problem Unreadable = new(
        "urn:mnistapi:problem:unreadableImage",
        Problems.Of(ProblemCode.UnreadableImage).Title,
        400,
        "The file is not an image in a supported format. Send a PNG, JPEG, WebP, GIF or BMP file.",
        "/api/v1/predictions/batch",
        ProblemCode.UnreadableImage,
        null,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");

    public static OpenApiFeature Feature { get; } = new(
        6,
        "Predictions",
        "Which digit an image shows.",
        Prediction,
        new PredictionBatch([new BatchItem(0, "seven.png", Prediction, null), new BatchItem(1, "notes.txt", null, Unreadable)]),
        new ExplainedPrediction(
            Prediction.Digit,
            Prediction.Confidence,
            Prediction.Probabilities,
            Prediction.Verdict,
            Prediction.Model,
            Prediction.Seen,
            Prediction.Warnings,
            7,
            7.264,
            Heat(),
            SeenSeven),
        new TestPrediction(
            119,
            2,
            8,
            0.8742f,
            [0, 0, 0.1031f, 0.0112f, 0, 0.0003f, 0, 0, 0.8742f, 0.0112f],
            false,
            $"/api/v1/datasets/mnist/test/119.png?sha256={DatasetExamples.MnistSha256}"));

    /// <summary>An example of a heat map, in which the corner of the seven supports the digit.</summary>
    private static double[][] Heat() => [.. Enumerable.Range(0, 28).Select(HeatRow)];

    private static double[] HeatRow(int y) => [.. Enumerable.Range(0, 28).Select(x => y is >= 3 and < 9 && x is >= 15 and < 22 ? 2.5 : 0)];

    public static JsonObject Batch() => new() { ["images"] = new JsonArray(Seven()) };

    public static JsonObject Seven() => new()
    {
        ["pixels"] = new JsonArray([.. Drawing.ReplaceLineEndings("\n").Split('\n').Select(PixelRow)]),
    };

    private static JsonArray PixelRow(string row) => new([.. row.PadRight(28).Select(character => JsonValue.Create(InkOf(character)))]);

    private static int InkOf(char character) => character switch { '#' => 255, '+' => 128, _ => 0 };
}
