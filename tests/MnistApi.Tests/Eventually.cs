using System.Diagnostics;

namespace MnistApi.Tests;

/// <summary>Waits for conditions, with a timeout.</summary>
internal static class Eventually
{
    /// <summary>Polls until there is a result.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, TimeSpan? timeout = null)
        where T : class
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found) return found;
            if (waiting.Elapsed > (timeout ?? TimeSpan.FromSeconds(60)))
                throw new TimeoutException($"Timed out while waiting until {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Polls until the condition holds.</summary>
    public static Task TrueAsync(Func<Task<bool>> look, string what, TimeSpan? timeout = null) =>
        GetAsync(async () => await look() ? what : null, what, timeout);

    /// <summary>Does not wait for a task whose outcome is checked elsewhere.</summary>
    public static void Forget(this Task task) => _ = task;
}
