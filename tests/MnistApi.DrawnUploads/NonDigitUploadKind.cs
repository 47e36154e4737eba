namespace MnistApi.DrawnUploads;

/// <summary>What an upload shows that is no digit.</summary>
public enum NonDigitUploadKind
{
    /// <summary>Paper, board or screen of any style with nothing on it.</summary>
    Blank,

    /// <summary>Noise, fine or coarse, gray or coloured.</summary>
    Noise,

    /// <summary>A letter that looks like no digit.</summary>
    Letter,

    /// <summary>A sign, such as a question mark or an arrow.</summary>
    Symbol,

    /// <summary>A shape or a little drawing, such as a star or a house.</summary>
    Shape,

    /// <summary>A line that wanders about.</summary>
    Scribble,

    /// <summary>Two to four digits side by side, apart as in writing.</summary>
    SeveralDigits,

    /// <summary>Two to four digits that touch.</summary>
    TouchingDigits,

    /// <summary>A photo of something else: areas, edges and textures.</summary>
    OtherPhoto,
}
