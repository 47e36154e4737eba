namespace MnistApi.Imaging.Normalization;

/// <summary>How an upload becomes 28x28 pixels.</summary>
public enum NormalizationMode
{
    /// <summary>
    /// As MNIST was made: the ink alone, scaled to fit 20x20 pixels and centered by its center of mass. This is the default.
    /// </summary>
    Mnist,

    /// <summary>
    /// The whole image, resized to 28x28. A light background is inverted, and the contrast is stretched. Many services do this.
    /// </summary>
    Stretch,

    /// <summary>The whole image, resized to 28x28, and nothing else.</summary>
    None,
}
