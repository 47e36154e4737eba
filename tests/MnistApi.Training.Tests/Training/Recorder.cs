namespace MnistApi.Training.Tests.Training;

/// <summary>Progress that is handled at once, on the reporting thread (<see cref="Progress{T}"/> posts it elsewhere).</summary>
internal sealed class Recorder<T>(Action<T> handle) : IProgress<T>
{
    public void Report(T value) => handle(value);
}
