using MnistApi.Training.Data;
using static TorchSharp.torch;

namespace MnistApi.Benchmarks;

/// <summary>All images in one tensor. Batches are narrow views of it, so nothing is cheaper than taking the next batch.</summary>
internal sealed class PreparedBatches : IDisposable
{
    private readonly int _batchSize;
    private readonly Tensor _images, _labels;

    public PreparedBatches(ImageSet images, int batchSize)
    {
        _batchSize = batchSize;
        var inputs = new float[images.Pixels.Length];
        Preprocessing.ToUnitRange(images.Pixels.Span, inputs);
        _images = tensor(inputs, [images.Count, ImageSet.PixelsPerImage]);
        _labels = tensor(images.Labels.ToArray().Select(label => (long)label).ToArray());
    }

    public IEnumerable<(Tensor Images, Tensor Labels)> Epoch()
    {
        for (long start = 0; start < _labels.shape[0]; start += _batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(_batchSize, _labels.shape[0] - start);
            yield return (_images.narrow(0, start, count), _labels.narrow(0, start, count));
        }
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }
}
