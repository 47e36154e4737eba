namespace MnistApi.Imaging.Normalization;

/// <summary>How the service converts an upload to 28x28 pixels.</summary>
public enum NormalizationMode
{
    /// <summary>
    /// The method of MNIST: the ink alone, scaled to fit 20x20 pixels and centered by its center of mass. This is the default.
    /// </summary>
    Mnist,

    /// <summary>
    /// The whole image, resized to 28x28 pixels. A light background is inverted, and the contrast is stretched. This mode exists for
    /// comparison.
    /// </summary>
    Stretch,

    /// <summary>The whole image, resized to 28x28 pixels without any other change. This mode exists for comparison.</summary>
    None,
}
