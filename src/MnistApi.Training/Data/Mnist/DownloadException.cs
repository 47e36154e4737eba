namespace MnistApi.Training.Data.Mnist;

/// <summary>A download failed. The message is a part of the message of <see cref="DatasetUnavailableException"/>.</summary>
internal sealed class DownloadException(string message, Exception? innerException = null) : Exception(message, innerException);
