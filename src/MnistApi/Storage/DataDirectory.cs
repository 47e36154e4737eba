using MnistApi.Settings;

namespace MnistApi.Storage;

/// <summary>The data directory. With SQLite it is held by this process alone: two services in one directory would train the same runs.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream? _lock;

    /// <summary>Creates the directory where it is not there, and takes it. The operating system gives it back when the process ends, however it ends.</summary>
    /// <exception cref="StartException">It cannot be used, or another process has it.</exception>
    public DataDirectory(string path, bool isForThisProcessAlone)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path);
            if (isForThisProcessAlone) _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var question = isForThisProcessAlone ? " Is another MnistApi running in it? Stop that one, or name another directory." : " Name another directory.";
            throw new StartException($"DataDirectory: {Path} cannot be used ({e.Message.TrimEnd('.')}).{question}", e);
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    public void Dispose() => _lock?.Dispose();
}
