namespace MnistApi.Settings;

/// <summary>The service cannot start, for a reason that its operator can correct. The service prints only the message.</summary>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
