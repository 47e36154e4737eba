using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Data.Augmentation;

/// <summary>How far training images are changed at random. Zero throughout changes nothing.</summary>
public sealed record AugmentationConfig
{
    /// <summary>Largest rotation to either side in degrees.</summary>
    [Range(0.0, 45.0)]
    public double Rotation { get; init; }

    /// <summary>Largest share by which width and height, each by itself, grow or shrink: 0.15 is from 1/1.15 to 1.15 times.</summary>
    [Range(0.0, 0.5)]
    public double Scale { get; init; }

    /// <summary>Largest shear to either side: horizontal pixels per vertical pixel.</summary>
    [Range(0.0, 0.5)]
    public double Shear { get; init; }

    /// <summary>Largest shift in each direction in pixels.</summary>
    [Range(0.0, 8.0)]
    public double Shift { get; init; }

    /// <summary>Elastic distortion: standard deviation of the displacement at each node of a smooth 4-pixel lattice, in pixels.</summary>
    [Range(0.0, 4.0)]
    public double Elastic { get; init; }

    /// <summary>Stroke thickness: largest share by which an image is moved towards its dilation (thicker) or erosion (thinner).</summary>
    [Range(0.0, 1.0)]
    public double Thickness { get; init; }
}
