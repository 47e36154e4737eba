namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Excludes other processes, and other calls in this one, by holding a file open. The operating system lets go of it when the
/// process ends, however it ends.
/// </summary>
internal static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock. It is held until the result is disposed of.</summary>
    /// <remarks>The file stays: deleting it would let one process lock the old file and another a new one of the same name.</remarks>
    public static async Task<IDisposable> AcquireAsync(string path, TimeProvider time, CancellationToken token)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
            {
                await Task.Delay(RetryInterval, time, token);
            }
        }
    }
}
