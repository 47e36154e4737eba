namespace MnistApi.DrawnUploads.Writing;

/// <summary>The behaviour of a writing instrument and of the hand that moves it. Lengths are in heights of a digit.</summary>
internal sealed record Tool
{
    /// <summary>Ink of constant width, as a program draws it.</summary>
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

    /// <summary>How much the width varies along a line, relative to the width.</summary>
    public float Unevenness { get; init; }

    /// <summary>How much thinner lines become towards their ends, 0 to 1.</summary>
    public float Taper { get; init; }

    /// <summary>The largest deviation that an unsteady hand causes.</summary>
    public float Tremor { get; init; }

    /// <summary>How much paler the ink becomes along a line, 0 to 1.</summary>
    public float Pressure { get; init; }

    /// <summary>The chance that a line has gaps, up to three, where the pen ran dry.</summary>
    public float Dryness { get; init; }

    /// <summary>How far lines may extend beyond their ends.</summary>
    public float Overshoot { get; init; }

    /// <summary>How far from the right place the pen is set down, so that pieces do not quite join.</summary>
    public float Slip { get; init; }

    /// <summary>The chance that the line has a point only every 0.04 to 0.1, as a fast mouse draws it.</summary>
    public float Angular { get; init; }
}
