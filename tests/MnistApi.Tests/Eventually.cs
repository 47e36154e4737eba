using System.Diagnostics;

namespace MnistApi.Tests;

/// <summary>Waits for conditions, with a time-out.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until there is something.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, TimeSpan? timeout = null)
        where T : class
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found) return found;
            if (waiting.Elapsed > (timeout ?? TimeSpan.FromSeconds(60))) throw new TimeoutException($"Waited in vain until {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks again and again until it is so.</summary>
    public static Task TrueAsync(Func<Task<bool>> look, string what, TimeSpan? timeout = null) =>
        GetAsync(async () => await look() ? what : null, what, timeout);

    /// <summary>Does not wait for a task, whose outcome is seen elsewhere.</summary>
    public static void Forget(this Task task) => _ = task;
}
