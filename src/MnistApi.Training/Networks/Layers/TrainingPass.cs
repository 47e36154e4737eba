namespace MnistApi.Training.Networks.Layers;

/// <summary>Says that a forward pass is one of training, and which: dropout masks are drawn from these numbers alone.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">From 1 in each epoch.</param>
public readonly record struct TrainingPass(long Seed, int Epoch, int Step);
