namespace MnistApi.Training.Data.Idx;

/// <summary>A dataset file is damaged or of another kind. The message says what is wrong, what was expected and what to do.</summary>
public sealed class DatasetFormatException : Exception
{
    /// <summary>Creates the exception. The message begins with the path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">The rest of the sentence and what to do, such as "has 3 labels, but …".</param>
    /// <param name="innerException">The cause, if it is an exception.</param>
    public DatasetFormatException(string path, string problem, Exception? innerException = null)
        : base($"{path} {problem}", innerException)
    {
    }
}
