namespace MnistApi.Training.Data.Synthetic;

/// <summary>What an image shows that is not a digit.</summary>
public enum NonDigitKind
{
    /// <summary>A capital letter that is no digit in form: no O, I, S, Z or B.</summary>
    CapitalLetter,

    /// <summary>A small letter that is no digit in form: no b, g, i, l, o, q, s, y or z.</summary>
    SmallLetter,

    /// <summary>A sign, such as a plus, a question mark or an arrow.</summary>
    Symbol,

    /// <summary>A shape or a little drawing, such as a square, a star or a house; no plain circle.</summary>
    Shape,

    /// <summary>A few lines in no order.</summary>
    InventedSign,

    /// <summary>A long line without a purpose.</summary>
    Scribble,

    /// <summary>Two or three digits beside one another.</summary>
    SeveralDigits,

    /// <summary>Straight lines: parts of a grid, hatching, a dash.</summary>
    Lines,

    /// <summary>One or several filled spots.</summary>
    Spots,

    /// <summary>Noise of many kinds, black and white or gray, fine or coarse.</summary>
    Noise,

    /// <summary>Paper with hardly anything on it.</summary>
    NearlyBlank,
}
