using MnistApi.Training.Text;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>A file cannot be used as a checkpoint or model. The message says what is wrong, what was expected and what to do.</summary>
public sealed class CheckpointFormatException : Exception
{
    private const int QuotedLength = 80;

    /// <summary>Refuses a file.</summary>
    /// <param name="message">What is wrong, what was expected and what to do.</param>
    /// <param name="innerException">The cause, if it is an exception.</param>
    public CheckpointFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// A name from a file as part of a message: in quotation marks, at most 80 characters, and without control characters.
    /// </summary>
    internal static string Quote(string name) => $"'{TruncatedText.Of(name, QuotedLength)}'";
}
