using System.Text.Json;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Endpoints;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Examples for the OpenAPI document. They show a sweep that was started with <see cref="Request"/>.</summary>
internal static class SweepExamples
{
    public const string Id = "01a20a3c-6f11-7c4e-8b7a-52a4f2f0c9d1";

    public const string Request =
        """
        {
          "recipe": "mlp",
          "name": "Which learning rate",
          "overrides": {"epochs": 9},
          "parameters": {
            "optimizer.learningRate": {"from": 0.0001, "to": 0.1, "scale": "log"},
            "network.hiddenUnits": [[128], [256, 128]]
          },
          "search": "random",
          "seed": 7,
          "maxRuns": 9,
          "halving": {"startEpochs": 1, "factor": 3}
        }
        """;

    private const string Parameters =
        """
        {
          "optimizer.learningRate": {"from": 0.0001, "to": 0.1, "scale": "log", "steps": null},
          "network.hiddenUnits": [[128], [256, 128]]
        }
        """;

    private static readonly SweepRun Best = new(
        Rank: 1,
        RunId: new Guid(ModelExamples.RunId),
        Parameters: Json("""{"optimizer.learningRate":0.00412,"network.hiddenUnits":[256,128]}"""),
        State: RunState.Succeeded,
        Epoch: 9,
        Epochs: 9,
        ValidationAccuracy: 0.9834,
        ValidationAccuracyInterval: new Interval(0.9795, 0.9866),
        ValidationLoss: 0.0581,
        Test: new SweepTestResult(0.9841, new Interval(0.9815, 0.9864), 159, 0.0537),
        WithinNoise: true,
        EliminatedAfterEpoch: null);

    public static Sweep Succeeded { get; } = new(
        Id: new Guid(Id),
        Name: "Which learning rate",
        Recipe: "mlp",
        State: SweepState.Succeeded,
        Dataset: "mnist",
        Seed: 7,
        Search: SweepSearch.Random,
        Overrides: Json("""{"epochs":9}"""),
        Parameters: Json(Parameters),
        MaxRuns: 9,
        Halving: new SweepHalving(1, 3),
        CreatedAt: TrainingRunExamples.Created,
        StartedAt: TrainingRunExamples.Created.AddSeconds(0.2),
        FinishedAt: TrainingRunExamples.Created.AddSeconds(31.5),
        Runs: new SweepRunCounts(9, 0, 0, 0, 1, 0, 0, 8),
        Progress: new SweepProgress(21, 21, 1, null),
        Rounds:
        [
            new SweepRound(1, 1, 9, SweepRoundState.Finished),
            new SweepRound(2, 3, 3, SweepRoundState.Finished),
            new SweepRound(3, 9, 1, SweepRoundState.Finished),
        ],
        Best: Best,
        Warnings: []);

    /// <summary>The same sweep just after it was accepted.</summary>
    public static Sweep Running { get; } = Succeeded with
    {
        State = SweepState.Running,
        StartedAt = null,
        FinishedAt = null,
        Runs = new SweepRunCounts(9, 9, 0, 0, 0, 0, 0, 0),
        Progress = new SweepProgress(0, 21, 0, null),
        Rounds =
        [
            new SweepRound(1, 1, 9, SweepRoundState.Running),
            new SweepRound(2, 3, 3, SweepRoundState.Waiting),
            new SweepRound(3, 9, 1, SweepRoundState.Waiting),
        ],
        Best = null,
    };

    public static OpenApiFeature Feature { get; } = new(
        2,
        "Sweeps",
        "Train many runs that differ in a few parameters, and find the best values with a grid or a random search. "
        + "Successive halving is optional.",
        Best,
        Succeeded,
        new SweepHalving(1, 3))
    {
        Accepted = new AcceptedExample(Running, $"/api/v1/sweeps/{Id}"),
    };

    private static Dictionary<string, JsonElement> Json(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
