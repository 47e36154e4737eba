using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>How far training images are changed at random, and how many are replaced. Zero throughout changes nothing.</summary>
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

    /// <summary>Share of the images whose strokes are broken: one to three round gaps, each at most three pixels wide.</summary>
    [Range(0.0, 1.0)]
    public double Gaps { get; init; }

    /// <summary>Blur: largest standard deviation in pixels.</summary>
    [Range(0.0, 0.8)]
    public double Blur { get; init; }

    /// <summary>Faded ink: largest share of its darkness that an image loses.</summary>
    [Range(0.0, 0.9)]
    public double Fading { get; init; }

    /// <summary>Share of the images that get one to three specks of ink, each of one or two pixels.</summary>
    [Range(0.0, 1.0)]
    public double Specks { get; init; }

    /// <summary>Noise: largest standard deviation, where 1 is the distance of paper and full ink. Half the images stay without.</summary>
    [Range(0.0, 0.5)]
    public double Noise { get; init; }

    /// <summary>Share of the training images whose place is taken by digits of many schools that are drawn by code, always new ones.</summary>
    [Range(0.0, 0.5)]
    public double SyntheticShare { get; init; }

    /// <summary>
    /// Share of the training images whose place is taken by letters, shapes, several digits, noise and other things that are no digit, always
    /// new ones. All ten digits are equally right for them, so the network learns to be in doubt. For <c>crossEntropy</c>.
    /// </summary>
    [Range(0.0, 0.5)]
    public double NonDigitShare { get; init; }
}
