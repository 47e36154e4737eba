namespace MnistApi.Training.Networks.Layers;

/// <summary>Identifies a forward pass of training. Dropout masks depend only on these numbers.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">From 1 in each epoch.</param>
public readonly record struct TrainingPass(long Seed, int Epoch, int Step);
