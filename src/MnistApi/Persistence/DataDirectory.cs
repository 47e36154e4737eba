using MnistApi.Hosting;

namespace MnistApi.Persistence;

/// <summary>The data directory, held by this process alone: two services in one directory would train the same runs.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Creates the directory where it is not there, and takes it. The operating system gives it back when the process ends, however it ends.</summary>
    /// <exception cref="StartException">It cannot be used, or another process has it.</exception>
    public DataDirectory(StorageOptions options)
    {
        Path = System.IO.Path.GetFullPath(options.DataDirectory);
        try
        {
            Directory.CreateDirectory(Path);
            _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"DataDirectory: {Path} cannot be used ({e.Message.TrimEnd('.')}). Is another MnistApi running in it? Stop that one, or name another directory.", e);
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    public void Dispose() => _lock.Dispose();
}
