namespace MnistApi.Training.Data.Idx;

/// <summary>A dataset file is not what it should be. The message says what was wrong, what was expected and what to do.</summary>
public sealed class DatasetFormatException : Exception
{
    /// <summary>Puts the path in front of what is wrong with the file.</summary>
    /// <param name="path">The broken file.</param>
    /// <param name="problem">A clause that goes on after the path: "has 3 labels, but …".</param>
    /// <param name="innerException">What noticed it, if it was an exception.</param>
    public DatasetFormatException(string path, string problem, Exception? innerException = null)
        : base($"{path} {problem}", innerException)
    {
    }
}
