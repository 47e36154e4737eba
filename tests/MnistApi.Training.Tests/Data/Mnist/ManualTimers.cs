using System.Collections.Concurrent;

namespace MnistApi.Training.Tests.Data.Mnist;

/// <summary>A clock whose timers run out when the test says so, and never before.</summary>
internal sealed class ManualTimers : TimeProvider
{
    private readonly ConcurrentDictionary<ManualTimer, Action> _running = [];

    /// <summary>Lets every running timer run out.</summary>
    public void RunOut()
    {
        foreach (var callback in _running.Values) callback();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(_running);
        _running[timer] = () => callback(state);
        return timer;
    }

    private sealed class ManualTimer(ConcurrentDictionary<ManualTimer, Action> running) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => running.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
