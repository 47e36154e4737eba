using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>
/// Examples for the OpenAPI document. They show a run that was started with
/// <c>{"recipe":"lecture-mlp","epochs":3,"seed":7,"optimizer":{"learningRate":0.005}}</c>.
/// </summary>
internal static class TrainingRunExamples
{
    public static readonly DateTimeOffset Created = ModelExamples.RunCreated;

    public static TrainingConfig Config => ModelExamples.Config;

    public static TrainingRun Succeeded { get; } = new(
        Id: new Guid(ModelExamples.RunId),
        Name: "lecture-mlp",
        Recipe: "lecture-mlp",
        State: RunState.Succeeded,
        Dataset: "mnist",
        Seed: 7,
        Config: Config,
        KeepCheckpoints: [],
        PromoteTo: null,
        SweepId: null,
        CreatedAt: Created,
        StartedAt: Created.AddSeconds(0.1),
        FinishedAt: Created.AddSeconds(4.2),
        Attempt: 1,
        Attempts: [new RunAttempt(1, "laptop:4711", Created.AddSeconds(0.1), Created.AddSeconds(4.2), AttemptOutcome.Succeeded, null)],
        QueuePosition: null,
        StartsInSeconds: null,
        Progress: new RunProgress(3, 3, 1100, 1100, 1, 50_031, null),
        Best: new BestEpoch(2, 0.9478, 1.1988),
        Test: ModelExamples.Test,
        Failure: null,
        Warnings: []);

    /// <summary>The same run just after it was accepted.</summary>
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

    public static OpenApiFeature Feature { get; } = new(
        1,
        "Training runs",
        "Train networks in the background: start, watch, cancel, resume and delete training runs.",
        Config,
        Succeeded,
        new EpochMetrics(2, 1.4820, 0.9403, 1.1988, 0.9478, 0.005, 1.22, 50_031, Created.AddSeconds(2.8), false),
        new RunCheckpoint(2, 2_445_936, ModelExamples.WeightsSha256, 0.9478, true, false, Created.AddSeconds(2.8)),
        new ResumeRequest { Epochs = 5 })
    {
        Accepted = new AcceptedExample(Queued, $"/api/v1/training-runs/{ModelExamples.RunId}"),
    };
}
