using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Examples for the OpenAPI document: what <c>{"recipe":"lecture-mlp","epochs":3,"seed":7,"optimizer":{"learningRate":0.005}}</c> gave.</summary>
internal static class TrainingRunExamples
{
    public const string Id = "01a2098c-8952-78e0-99a0-b1ddf201addd";
    public const string WeightsSha256 = "eeb5f79b6b5ba5c9dc846e87785bfc0b04a88a890ec073457dc1b6e858c8568e";

    public static readonly DateTimeOffset Created = new(2026, 11, 23, 17, 25, 2, TimeSpan.Zero);
    public static readonly TestResult Test = new(0.9423, 577, 1.3309);

    public static TrainingConfig Config { get; } = Recipes.Find("lecture-mlp")!.Config with { Epochs = 3, Optimizer = Recipes.Find("lecture-mlp")!.Config.Optimizer with { LearningRate = 0.005 } };

    public static TrainingRun Succeeded { get; } = new(
        new Guid(Id), "lecture-mlp", "lecture-mlp", RunState.Succeeded, "mnist", 7, Config, [], null, null, Created, Created.AddSeconds(0.1), Created.AddSeconds(4.2),
        1, [new RunAttempt(1, "laptop:4711", Created.AddSeconds(0.1), Created.AddSeconds(4.2), AttemptOutcome.Succeeded, null)], null, null,
        new RunProgress(3, 3, 1100, 1100, 1, 50_031, null), new BestEpoch(2, 0.9478, 1.1988), Test, null, []);

    /// <summary>The same run, when it was accepted.</summary>
    public static TrainingRun Queued { get; } = Succeeded with
    {
        State = RunState.Queued,
        StartedAt = null,
        FinishedAt = null,
        Attempt = 0,
        Attempts = [],
        QueuePosition = 1,
        StartsInSeconds = 0,
        Progress = new RunProgress(0, 3, 0, 0, 0, null, null),
        Best = null,
        Test = null,
    };

    public static IReadOnlyList<object> All { get; } =
    [
        Config,
        Succeeded,
        new EpochMetrics(2, 1.4820, 0.9403, 1.1988, 0.9478, 0.005, 1.22, 50_031, Created.AddSeconds(2.8), false),
        new RunCheckpoint(2, 2_445_936, WeightsSha256, 0.9478, true, false, Created.AddSeconds(2.8)),
        new ResumeRequest { Epochs = 5 },
        RecipeDescription.Of(Recipes.Find("lecture-mlp")!),
    ];
}
