namespace MnistApi.Training.Evaluation;

/// <summary>Expected calibration error (Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", 2017), over 15 bins of equal width.</summary>
internal sealed class CalibrationError
{
    private const int Bins = 15;

    private readonly double[] _surplus = new double[Bins]; // Confidence minus correctness, summed.
    private int _count;

    /// <summary>Mean over the samples of |confidence - accuracy| of their bin; NaN where a confidence was.</summary>
    public double Value => _surplus.Sum(Math.Abs) / _count;

    public void Add(float confidence, bool correct)
    {
        var bin = float.IsNaN(confidence) ? 0 : Math.Min((int)(confidence * Bins), Bins - 1);
        _surplus[bin] += confidence - (correct ? 1 : 0);
        _count++;
    }
}
