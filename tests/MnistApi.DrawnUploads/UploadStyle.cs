namespace MnistApi.DrawnUploads;

/// <summary>Where and how an upload was drawn and taken.</summary>
public enum UploadStyle
{
    /// <summary>White on black with a round brush, often 280x280: a web page's drawing pad.</summary>
    DrawingPad,

    /// <summary>Dark on white with anti-aliasing.</summary>
    PaintProgram,

    /// <summary>Dark on white, pixels wholly inked or not at all.</summary>
    PaintProgramWithoutAntialiasing,

    /// <summary>Lines of one or two pixels.</summary>
    ThinLine,

    /// <summary>Lines of a sixth to a fifth of the digit's height.</summary>
    ThickMarker,

    /// <summary>18 pixels or a few more in a corner of a big page.</summary>
    TinyDigit,

    /// <summary>As large as the picture: touching its edges, or nearly.</summary>
    FillsFrame,

    /// <summary>Small, at one of the edges.</summary>
    OffCentre,

    /// <summary>Ink of any colour without a ground; with alpha.</summary>
    TransparentGround,

    /// <summary>Any colour on any other, a quarter of them of the same brightness.</summary>
    ColouredGround,

    /// <summary>A tablet's notes: light on nearly black.</summary>
    DarkMode,

    /// <summary>Flat gray around the drawing, or under it.</summary>
    Screenshot,

    /// <summary>Pencil, photographed: pale and noisy.</summary>
    Pencil,

    /// <summary>Thin ballpoint that ran nearly dry: pale, with gaps.</summary>
    DryPen,

    /// <summary>Squared paper, four to ten squares along the digit.</summary>
    FineSquares,

    /// <summary>Squared paper, two or three squares along the digit.</summary>
    WideSquares,

    /// <summary>Ruled paper, often with a margin.</summary>
    Ruled,

    /// <summary>The shadow of a hand, a phone or a window frame, sharp or soft.</summary>
    Shadowed,

    /// <summary>Much darker on one side or in the corners.</summary>
    UnevenLight,

    /// <summary>Brown or yellow paper with fibres.</summary>
    BrownPaper,

    /// <summary>Folded or crumpled paper.</summary>
    Crumpled,

    /// <summary>Out of focus or moved.</summary>
    Blurred,

    /// <summary>Seen from the side, turned by up to 12 degrees.</summary>
    Tilted,

    /// <summary>JPEG of low quality.</summary>
    JpegBlocks,

    /// <summary>A photo with its colours inverted.</summary>
    InvertedPhoto,

    /// <summary>Marker on a whiteboard with reflected lamps.</summary>
    Whiteboard,

    /// <summary>Chalk on green or black, broken by the board's grain.</summary>
    Chalkboard,

    /// <summary>A sheet of paper with the table around it.</summary>
    SheetOnTable,

    /// <summary>A coloured note on another ground.</summary>
    StickyNote,

    /// <summary>A picture of 24 to 48 pixels.</summary>
    LowResolution,

    /// <summary>A scan with dust and hairs.</summary>
    SpeckledScan,

    /// <summary>Black and white only, with ragged edges.</summary>
    Fax,

    /// <summary>A form's box around the digit.</summary>
    FormField,

    /// <summary>A line beneath the digit.</summary>
    Underlined,

    /// <summary>
    /// Lines of an eighth to a fifth of the digit's height on a plain square canvas, which the digit half fills or nearly fills.
    /// </summary>
    BoldCanvas,

    /// <summary>Cut out along the digit, with hardly any ground around it: as narrow as the digit is.</summary>
    TightCrop,

    /// <summary>Ink of any colour without a ground, trimmed to what is visible: a drawing program's export; with alpha.</summary>
    TrimmedTransparent,

    /// <summary>Standing on one writing line, which it touches: for a signature or an answer.</summary>
    OnLine,

    /// <summary>A form's box that the digit does not keep within.</summary>
    OverBox,

    /// <summary>A form's row of two to six boxes, or of the teeth of a comb; one has the digit.</summary>
    RowOfBoxes,

    /// <summary>Squared paper from close by: two to four squares along the picture, the digit one or two of them high.</summary>
    SquaredCloseUp,

    /// <summary>8x8 or 28x28 pixels, enlarged and saved by a plotting library.</summary>
    Plot,

    /// <summary>Whiteboard or glossy paper with the bright spot of a lamp.</summary>
    Glare,

    /// <summary>Paper with a strip of a dark table along one or two edges of the picture.</summary>
    DarkEdge,
}
