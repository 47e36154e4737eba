namespace MnistApi.Training.Evaluation.Slices;

/// <summary>A property that divides images into slices.</summary>
public enum SliceDimension
{
    /// <summary>The group of the writer: employees or students. Only known for MNIST.</summary>
    Series,

    /// <summary>The label.</summary>
    Digit,

    /// <summary>The mean width of the strokes, in pixels.</summary>
    StrokeWidth,

    /// <summary>The lean of the digit, in degrees: 0 is upright, more leans to the right.</summary>
    Slant,

    /// <summary>The area of the smallest rectangle around the ink, in square pixels.</summary>
    Size,
}
