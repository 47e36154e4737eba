using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>
/// Sets the number of threads that libtorch uses for the calling thread, until it is disposed. The setting belongs to the calling thread,
/// but a thread that uses libtorch for the first time meanwhile takes it over.
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
