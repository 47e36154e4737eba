namespace MnistApi.Training.Data.Mnist;

/// <summary>A download did not succeed. The message is a clause that <see cref="DatasetUnavailableException"/> takes up.</summary>
internal sealed class DownloadException(string message, Exception? innerException = null) : Exception(message, innerException);
