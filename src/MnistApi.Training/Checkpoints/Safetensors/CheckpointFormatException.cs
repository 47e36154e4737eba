using MnistApi.Training.Text;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>A file is no usable checkpoint. The message says what was wrong with it, what was expected and what to do.</summary>
public sealed class CheckpointFormatException : Exception
{
    private const int QuotedLength = 80;

    /// <summary>Refuses a file.</summary>
    /// <param name="message">What was wrong, what was expected, what to do: for the person who handed in the file.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointFormatException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>A name out of a file, fit for a message: in quotes, at most 80 characters, nothing that breaks a line.</summary>
    internal static string Quote(string name) => $"'{TruncatedText.Of(name, QuotedLength)}'";
}
