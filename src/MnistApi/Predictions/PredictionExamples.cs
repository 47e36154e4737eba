using System.Text.Json.Nodes;
using MnistApi.Models;
using MnistApi.TrainingRuns;

namespace MnistApi.Predictions;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class PredictionExamples
{
    /// <summary>The drawing as a PNG file.</summary>
    private const string SeenSeven =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAAAAABXZoBIAAAAAXNCSVQI5gpbmQAAAEtJREFUKJFjYBhkgBFCNaCKonAb/qMAmBwTPmNZIFQjQqQej+oG"
        + "hKn4jcWnkSSdKBpJ0YmqkQSdaBqJ14mukWidGBpJsLOBsBqaAwB8aSb676TK/wAAAABJRU5ErkJggg==";

    /// <summary>28 rows; a sign is darker the more ink it has. What is not here is paper.</summary>
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

    public static IReadOnlyList<object> All { get; } =
    [
        new Prediction(
            7, 0.9993f, [0, 0, 0.0004f, 0.0003f, 0, 0, 0, 0.9993f, 0, 0], Verdict.Digit,
            new PredictionModel(new Guid(TrainingRunExamples.Id), ModelAlias.Champion), new SeenImage(SeenSeven, 28, 28, UploadFormat.Pixels, false, new SeenBox(5, 5, 16, 19)), []),
        new TestPrediction(119, 2, 8, 0.8742f, [0, 0, 0.1031f, 0.0112f, 0, 0.0003f, 0, 0, 0.8742f, 0.0112f], false, "/api/v1/datasets/mnist/test/119.png"),
    ];

    public static JsonObject Seven() => new()
    {
        ["pixels"] = new JsonArray([.. Drawing.ReplaceLineEndings("\n").Split('\n').Select(row => new JsonArray([.. row.PadRight(28).Select(sign => JsonValue.Create(InkOf(sign)))]))]),
    };

    private static int InkOf(char sign) => sign switch { '#' => 255, '+' => 128, _ => 0 };
}
