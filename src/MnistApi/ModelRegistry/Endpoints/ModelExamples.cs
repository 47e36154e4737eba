using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Comparison;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>
/// Examples for the OpenAPI document. They are real results: the model of the run
/// <c>{"recipe":"lecture-mlp","epochs":3,"seed":7,"optimizer":{"learningRate":0.005}}</c>, and a better model of the recipe <c>cnn-fast</c>
/// with one epoch.
/// </summary>
internal static class ModelExamples
{
    public const string RunId = "01a2098c-8952-78e0-99a0-b1ddf201addd";
    public const string WeightsSha256 = "eeb5f79b6b5ba5c9dc846e87785bfc0b04a88a890ec073457dc1b6e858c8568e";

    /// <summary>The time at which the run of the model was accepted.</summary>
    public static readonly DateTimeOffset RunCreated = new(2026, 11, 23, 17, 25, 2, TimeSpan.Zero);

    public static readonly TestResult Test = new(0.9423, 577, 1.3309);

    private static readonly Recipe Recipe = Recipes.Find("lecture-mlp")!;

    /// <summary>The configuration of the run of the model.</summary>
    public static readonly TrainingConfig Config = Recipe.Config with
    {
        Epochs = 3,
        Optimizer = Recipe.Config.Optimizer with { LearningRate = 0.005 },
    };

    private static readonly Guid Id = new(RunId);
    private static readonly DateTimeOffset Created = RunCreated.AddSeconds(4.2);

    private static readonly int[][] ConfusionMatrix =
    [
        [947, 0, 4, 1, 3, 9, 10, 3, 3, 0],
        [0, 1095, 5, 4, 0, 2, 7, 13, 5, 4],
        [1, 5, 963, 14, 6, 6, 7, 10, 20, 0],
        [0, 2, 12, 959, 2, 14, 3, 6, 9, 3],
        [2, 1, 5, 1, 927, 3, 11, 3, 3, 26],
        [3, 1, 1, 23, 0, 847, 3, 3, 6, 5],
        [4, 2, 1, 1, 14, 13, 919, 2, 2, 0],
        [0, 3, 15, 9, 2, 1, 1, 985, 1, 11],
        [6, 1, 13, 27, 4, 21, 12, 8, 881, 1],
        [2, 2, 2, 12, 35, 12, 2, 38, 4, 900],
    ];

    private static readonly ClassResult[] Classes =
    [
        new(0, 980, 0.9813, 0.9663, 0.9738),
        new(1, 1135, 0.9847, 0.9648, 0.9746),
        new(2, 1032, 0.9432, 0.9331, 0.9381),
        new(3, 1010, 0.9125, 0.9495, 0.9306),
        new(4, 982, 0.9335, 0.9440, 0.9387),
        new(5, 892, 0.9127, 0.9496, 0.9308),
        new(6, 958, 0.9426, 0.9593, 0.9509),
        new(7, 1028, 0.9197, 0.9582, 0.9385),
        new(8, 974, 0.9433, 0.9045, 0.9235),
        new(9, 1009, 0.9474, 0.8920, 0.9188),
    ];

    private static readonly Guid Better = new("01a2098c-8d6a-724a-98c0-a8fd9708477a");
    private static readonly ModelImages Images = new(MnistDataset.Name, DatasetExamples.MnistSha256, 5000);

    private static readonly GateCheck[] ModelChecks =
    [
        new(
            GateCheckName.SmokePrediction,
            true,
            "It predicts 20 synthetic digits, 17 of them correctly.",
            Smoke: new SmokePrediction(20, 20, 1.2e-7, 17)),
        new(
            GateCheckName.Checksum,
            true,
            $"Its weights have the recorded SHA-256, {WeightsSha256}.",
            Checksum: new WeightsChecksum(WeightsSha256, WeightsSha256)),
    ];

    private static readonly GatedModel Candidate = new(Id, Images, 0.9478, EvaluationOf(0.9478, 0.9423));
    private static readonly GatedModel BetterModel = new(Better, Images, 0.9916, EvaluationOf(0.9916, 0.9907));
    private static readonly GateReport Passed = ModelGate.Report(Candidate, null, ModelChecks);

    /// <summary>The result of the gate for the model if the better one is the champion.</summary>
    public static GateReport Refusal { get; } = ModelGate.Report(Candidate, BetterModel, ModelChecks);

    private static EvaluationCheck EvaluationOf(double validation, double test) =>
        new(MeasuredAccuracy.Of(validation, 5000), MeasuredAccuracy.Of(test, 10_000), IsLossFinite: true);

    private static readonly RobustnessAccuracy[] Robustness =
    [
        new(RobustnessCondition.Clean, 0.9423, new Interval(0.9376, 0.9467)),
        new(RobustnessCondition.Shift, 0.5080, new Interval(0.4982, 0.5178)),
        new(RobustnessCondition.Rotation, 0.9308, new Interval(0.9257, 0.9356)),
        new(RobustnessCondition.Scale, 0.8907, new Interval(0.8844, 0.8967)),
        new(RobustnessCondition.Thin, 0.9319, new Interval(0.9268, 0.9367)),
        new(RobustnessCondition.Thick, 0.9380, new Interval(0.9331, 0.9426)),
        new(RobustnessCondition.Noise, 0.6917, new Interval(0.6826, 0.7007)),
    ];

    public static OpenApiFeature Feature { get; } = new(
        4,
        "Models",
        "The models of succeeded runs: their evaluation, their weights, and the aliases that point at them.",
        new Model(
            Id,
            "lecture-mlp",
            "lecture-mlp",
            MnistDataset.Name,
            DatasetExamples.MnistSha256,
            7,
            Config,
            2,
            0.9478,
            Test,
            WeightsSha256,
            new Calibration(11.6816, 0.4634),
            [ModelAlias.Champion],
            Created),
        new ModelEvaluation(10_000, 9423, 0.9423, new Interval(0.9376, 0.9467), 1.3309, ConfusionMatrix, Classes, 0.0071)
        {
            UncalibratedCalibrationError = 0.0542,
            Robustness = Robustness,
        },
        new ModelAlias(ModelAlias.Champion, Id, Created),
        new ModelAliasRequest(RunId),
        new ModelAliasChange(ModelAlias.Champion, Id, Created, null, true, false, null, Passed),
        new AliasHistoryEntry(1, Created, null, Id, AliasChangeOrigin.Run, false, null, null, Passed),
        new ModelComparison(
            new ModelAccuracy(Id, "lecture-mlp", 10_000, 577, 0.9423, new Interval(0.9376, 0.9467)),
            new ModelAccuracy(Better, "cnn-fast", 10_000, 86, 0.9914, new Interval(0.9894, 0.9930)),
            new ImageIndices(3, [15, 119, 233]),
            new ImageIndices(1, [445]),
            new ImageIndices(2, [247, 3520]),
            new McNemarTest(McNemarMethod.ExactBinomial, 4, null, 0.625)))
    {
        Problems =
        [
            new ProblemExample(
                ProblemCode.GateFailed,
                $"The alias 'champion' did not change: model {Id} does not pass the gate. {Refusal.Errors}",
                (GateReportSchema.Field, Refusal)),
        ],
        SchemaFilter = new GateReportSchema(),
    };
}
