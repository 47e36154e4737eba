namespace MnistApi.DrawnUploads.Writing;

/// <summary>How a writing instrument and the hand that leads it behave. Lengths are in heights of a digit.</summary>
internal sealed record Tool
{
    /// <summary>Ink of an even width, as a program draws it.</summary>
    public static readonly Tool Brush = new();

    public static readonly Tool Mouse = new() { Tremor = 0.009f, Angular = 0.7f };

    public static readonly Tool Ballpoint = new()
    {
        Unevenness = 0.12f,
        Taper = 0.5f,
        Tremor = 0.004f,
        Dryness = 0.15f,
        Overshoot = 0.03f,
        Slip = 0.015f,
    };

    public static readonly Tool DryPen = Ballpoint with { Pressure = 0.5f, Dryness = 0.9f };

    public static readonly Tool Pencil = new()
    {
        Unevenness = 0.2f,
        Taper = 0.5f,
        Tremor = 0.005f,
        Pressure = 0.35f,
        Overshoot = 0.03f,
        Slip = 0.015f,
    };

    public static readonly Tool Marker = new() { Unevenness = 0.1f, Tremor = 0.004f, Dryness = 0.05f, Overshoot = 0.02f, Slip = 0.015f };

    public static readonly Tool Chalk = new()
    {
        Unevenness = 0.2f,
        Tremor = 0.006f,
        Pressure = 0.3f,
        Dryness = 0.2f,
        Overshoot = 0.03f,
        Slip = 0.02f,
    };

    /// <summary>How far the width changes along a line, relative to it.</summary>
    public float Unevenness { get; init; }

    /// <summary>How much thinner lines end than they are, 0 to 1.</summary>
    public float Taper { get; init; }

    /// <summary>Greatest deviation of the hand's unsteadiness.</summary>
    public float Tremor { get; init; }

    /// <summary>How far the ink pales along a line, 0 to 1.</summary>
    public float Pressure { get; init; }

    /// <summary>Chance of each line to have gaps, up to three, where the pen ran dry.</summary>
    public float Dryness { get; init; }

    /// <summary>How far lines may go on beyond their ends.</summary>
    public float Overshoot { get; init; }

    /// <summary>Deviation of where the pen is set down from where it should have been: pieces not quite joined.</summary>
    public float Slip { get; init; }

    /// <summary>Chance that the line has only a point every 0.04 to 0.1, as from a mouse drawn fast.</summary>
    public float Angular { get; init; }
}
