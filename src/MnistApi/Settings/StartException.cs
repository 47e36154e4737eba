namespace MnistApi.Settings;

/// <summary>The service cannot start, for a reason that its operator can mend. The message is all that is shown.</summary>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
