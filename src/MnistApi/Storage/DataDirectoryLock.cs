using MnistApi.Settings;

namespace MnistApi.Storage;

/// <summary>
/// The data directory. With SQLite, this process locks it, because two services in the same directory would train the same runs.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream? _lock;

    /// <summary>
    /// Creates the directory if it does not exist, and locks it if this process must be the only one. The operating system releases the
    /// lock when the process ends for any reason.
    /// </summary>
    /// <param name="path">The path of the directory, absolute or relative to the working directory.</param>
    /// <param name="isExclusive">Whether only this process may use the directory.</param>
    /// <exception cref="StartException">The directory cannot be used, or another process has locked it.</exception>
    public DataDirectoryLock(string path, bool isExclusive)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path);
            var file = System.IO.Path.Combine(Path, "lock");
            if (isExclusive) _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var whatToDo = isExclusive
                ? "Is another MnistApi running in it? Stop that process, or choose another directory."
                : "Choose another directory.";
            throw new StartException($"DataDirectory: {Path} cannot be used ({e.Message.TrimEnd('.')}). {whatToDo}", e);
        }
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    public void Dispose() => _lock?.Dispose();
}
