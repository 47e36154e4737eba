using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>
/// Sets how many threads libtorch uses for what the calling thread computes, until disposed of. The setting is the calling thread's own, except
/// that a thread which computes for the first time meanwhile takes it over.
/// </summary>
internal readonly ref struct ThreadCountScope
{
    private readonly int _before;

    public ThreadCountScope(int threads)
    {
        _before = get_num_threads();
        if (_before != threads) set_num_threads(threads);
    }

    public void Dispose()
    {
        if (_before != get_num_threads()) set_num_threads(_before);
    }
}
