namespace MnistApi.Training.Evaluation;

/// <summary>
/// Expected calibration error over 15 bins of equal width (Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", 2017).
/// </summary>
internal sealed class CalibrationError
{
    private const int Bins = 15;

    private readonly double[] _surplus = new double[Bins]; // The sum of confidence minus correctness.
    private int _count;

    /// <summary>The mean of |confidence - accuracy| of the samples' bins, 0 to 1; NaN if a confidence was NaN.</summary>
    public double Value => _surplus.Sum(Math.Abs) / _count;

    public void Add(float confidence, bool correct)
    {
        var bin = float.IsNaN(confidence) ? 0 : Math.Min((int)(confidence * Bins), Bins - 1);
        _surplus[bin] += confidence - (correct ? 1 : 0);
        _count++;
    }
}
