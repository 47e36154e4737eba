using MnistApi.Training;

namespace MnistApi.TrainingRuns;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class TrainingRunExamples
{
    private const string WeightsSha256 = "9d5e5e1f0f4b7f0c2d3a9b1c8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f";
    private static readonly Guid Id = new("0e9f2f80-9b5c-4d2a-8b57-6f0c4f2b1c11");
    private static readonly DateTimeOffset Created = new(2026, 11, 23, 17, 25, 2, TimeSpan.Zero);
    private static readonly TrainingConfig Config = Recipes.Find("lecture-mlp")!.Config with { Epochs = 3 };

    public static IReadOnlyList<object> All { get; } =
    [
        Config,
        new TrainingRun(
            Id, "lecture-mlp", "lecture-mlp", RunState.Succeeded, "mnist", 7, Config, [], Created, Created.AddSeconds(0.1), Created.AddSeconds(1.9),
            1, [new RunAttempt(1, "laptop:4711", Created.AddSeconds(0.1), Created.AddSeconds(1.9), AttemptOutcome.Succeeded, null)], null, null,
            new RunProgress(3, 3, 1100, 1100, 1, 91_000, null), new BestEpoch(3, 0.9542, 0.4511), new TestResult(0.9517, 483, 0.4698), null, []),
        new EpochMetrics(1, 1.9038, 0.8821, 0.7346, 0.9326, 0.01, 0.62, 91_000, Created.AddSeconds(0.7), false),
        new RunCheckpoint(3, 2_447_616, WeightsSha256, 0.9542, true, true, Created.AddSeconds(1.9)),
    ];
}
