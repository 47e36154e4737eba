namespace MnistApi.Training.Data.Synthetic;

/// <summary>The contents of an image without a digit.</summary>
public enum NonDigitKind
{
    /// <summary>A capital letter that does not look like a digit: not O, I, S, Z or B.</summary>
    CapitalLetter,

    /// <summary>A small letter that does not look like a digit: not b, g, i, l, o, q, s, y or z.</summary>
    SmallLetter,

    /// <summary>A symbol, such as a plus sign, a question mark or an arrow.</summary>
    Symbol,

    /// <summary>A shape or a small drawing, such as a square, a star or a house, but not a plain circle.</summary>
    Shape,

    /// <summary>A few lines without order.</summary>
    InventedSign,

    /// <summary>A long wandering line.</summary>
    Scribble,

    /// <summary>Two or three digits side by side.</summary>
    SeveralDigits,

    /// <summary>Straight lines: parts of a grid, hatching or a dash.</summary>
    Lines,

    /// <summary>One or several filled spots.</summary>
    Spots,

    /// <summary>Noise of many kinds: black and white or gray, fine or coarse.</summary>
    Noise,

    /// <summary>Paper with almost nothing on it.</summary>
    NearlyBlank,
}
