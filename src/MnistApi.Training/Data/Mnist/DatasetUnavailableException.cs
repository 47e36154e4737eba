namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// A dataset is neither in a directory nor to be had from a mirror, as on a machine without network: an ordinary outcome.
/// The message names each place that was tried, why it failed, and what to do.
/// </summary>
public sealed class DatasetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
