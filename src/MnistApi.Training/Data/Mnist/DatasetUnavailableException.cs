namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// A dataset is neither in a directory nor available from a mirror. This is normal on a machine without a network. The message has every
/// place, the reason why it failed, and what to do.
/// </summary>
public sealed class DatasetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
