namespace MnistApi.Training.Threads;

/// <summary>
/// Runs loops on threads of their own, which inherit the priority of the thread that starts them. The threads of the pool answer requests.
/// </summary>
internal static class OwnThreads
{
    /// <summary>Calls a function for each number from 0 on, in any order. The calling thread is one of the threads.</summary>
    /// <param name="count">The number of calls.</param>
    /// <param name="threads">The largest number of threads, at least 1.</param>
    /// <param name="body">The function.</param>
    /// <param name="token">Checked before each call.</param>
    /// <exception cref="OperationCanceledException">The token was canceled. No call is still running.</exception>
    public static void For(int count, int threads, Action<int> body, CancellationToken token)
    {
        var next = -1;
        Task[] others = [.. Enumerable.Range(1, Math.Max(0, Math.Min(threads, count) - 1)).Select(_ => Start(Work))];
        try
        {
            Work();
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult(); // Waits for all of them even if one fails.
        }

        void Work()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                token.ThrowIfCancellationRequested();
                body(i);
            }
        }
    }

    /// <summary>Computes a value on a thread of its own.</summary>
    public static Task<T> Start<T>(Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
