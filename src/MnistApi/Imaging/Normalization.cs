namespace MnistApi.Imaging;

/// <summary>How an upload becomes 28x28 pixels.</summary>
public enum Normalization
{
    /// <summary>As MNIST was made: the ink alone, scaled to fit 20x20 and placed by its centre of mass.</summary>
    Mnist,

    /// <summary>The whole image squeezed into 28x28, with light ink on dark paper and its contrast stretched: what many services do.</summary>
    Stretch,

    /// <summary>The whole image squeezed into 28x28 and nothing else.</summary>
    None,
}
