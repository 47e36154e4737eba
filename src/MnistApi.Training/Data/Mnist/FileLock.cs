namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Locks out other processes, and other calls in this process, by holding a file open. The operating system releases the lock when the
/// process ends for any reason.
/// </summary>
internal static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock. It is held until the result is disposed.</summary>
    /// <remarks>The file is not deleted. Otherwise one process could lock the old file and another a new file with the same name.</remarks>
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
