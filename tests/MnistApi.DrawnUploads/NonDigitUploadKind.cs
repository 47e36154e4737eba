namespace MnistApi.DrawnUploads;

/// <summary>What an upload shows instead of a digit.</summary>
public enum NonDigitUploadKind
{
    /// <summary>Empty paper, an empty board or an empty screen, in any style.</summary>
    Blank,

    /// <summary>Noise, fine or coarse, gray or coloured.</summary>
    Noise,

    /// <summary>A letter that does not look like a digit.</summary>
    Letter,

    /// <summary>A sign, such as a question mark or an arrow.</summary>
    Symbol,

    /// <summary>A shape or a small drawing, such as a star or a house.</summary>
    Shape,

    /// <summary>A wandering line.</summary>
    Scribble,

    /// <summary>Two to four digits side by side, with gaps as in writing.</summary>
    SeveralDigits,

    /// <summary>Two to four digits that touch.</summary>
    TouchingDigits,

    /// <summary>A photo of something else: areas, edges and textures.</summary>
    OtherPhoto,
}
