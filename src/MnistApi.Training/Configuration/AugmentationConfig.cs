using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>Random changes of the training images, and how many of them are replaced by drawn images. Zeros change nothing.</summary>
public sealed record AugmentationConfig
{
    /// <summary>Largest rotation in either direction, in degrees.</summary>
    [Range(0.0, 45.0)]
    public double Rotation { get; init; }

    /// <summary>Largest share by which width and height change. Each changes on its own: 0.15 allows factors from 1/1.15 to 1.15.</summary>
    [Range(0.0, 0.5)]
    public double Scale { get; init; }

    /// <summary>Largest shear in either direction: horizontal pixels per vertical pixel.</summary>
    [Range(0.0, 0.5)]
    public double Shear { get; init; }

    /// <summary>Largest shift in each direction, in pixels.</summary>
    [Range(0.0, 8.0)]
    public double Shift { get; init; }

    /// <summary>
    /// Elastic distortion: standard deviation of the displacement at each node of a smooth lattice, in pixels. The nodes are 4 pixels
    /// apart.
    /// </summary>
    [Range(0.0, 4.0)]
    public double Elastic { get; init; }

    /// <summary>
    /// Stroke thickness: largest share by which an image moves towards its dilation (thicker strokes) or its erosion (thinner strokes).
    /// </summary>
    [Range(0.0, 1.0)]
    public double Thickness { get; init; }

    /// <summary>Share of the images with broken strokes. Such an image has one to three round gaps of at most three pixels.</summary>
    [Range(0.0, 1.0)]
    public double Gaps { get; init; }

    /// <summary>Blur: largest standard deviation of the kernel, in pixels.</summary>
    [Range(0.0, 0.8)]
    public double Blur { get; init; }

    /// <summary>Faded ink: largest share of its darkness that an image loses.</summary>
    [Range(0.0, 0.9)]
    public double Fading { get; init; }

    /// <summary>Share of the images with specks of ink. Such an image has one to three specks of one or two pixels.</summary>
    [Range(0.0, 1.0)]
    public double Specks { get; init; }

    /// <summary>Noise: largest standard deviation, where paper is 0 and full ink is 1. Half of the images get no noise.</summary>
    [Range(0.0, 0.5)]
    public double Noise { get; init; }

    /// <summary>
    /// Share of the training images that are replaced by digits drawn by code, in many handwriting styles and new in every epoch.
    /// </summary>
    [Range(0.0, 0.5)]
    public double SyntheticShare { get; init; }

    /// <summary>
    /// Share of the training images that are replaced by images without a digit: letters, shapes, several digits, noise. They are drawn by
    /// code and new in every epoch. Their target gives all ten digits the same probability, so the network learns to be uncertain. Only for
    /// <c>crossEntropy</c>.
    /// </summary>
    [Range(0.0, 0.5)]
    public double NonDigitShare { get; init; }
}
