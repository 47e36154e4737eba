namespace MnistApi.Tests.Sweeps;

/// <summary>Requests for sweeps of about a second on the small synthetic dataset.</summary>
internal static class SmallSweeps
{
    /// <summary>Eight runs, of which four and then two continue: 16 epochs in total. Some runs hardly learn.</summary>
    public const string Halving = """
        {"recipe":"mlp","dataset":"synthetic","name":"Halved","overrides":{"epochs":4,"validationSize":500,"batchSize":100},
         "parameters":{"optimizer.learningRate":[0.0001,0.05,0.001,0.02],"network.hiddenUnits":[[8],[24]]},
         "seed":3,"halving":{"startEpochs":1,"factor":2}}
        """;

    /// <summary>Two runs that train to the end.</summary>
    public const string Grid = """
        {"recipe":"mlp","dataset":"synthetic",
         "overrides":{"epochs":2,"validationSize":500,"network":{"hiddenUnits":[16]}},
         "parameters":{"optimizer.learningRate":[0.000001,0.01]},"seed":1}
        """;

    /// <summary>Three runs that do not end by themselves during a test.</summary>
    public const string Long = """
        {"recipe":"lecture-mlp","dataset":"synthetic","overrides":{"epochs":1000,"validationSize":500},
         "parameters":{"seed":[1,2,3]}}
        """;
}
