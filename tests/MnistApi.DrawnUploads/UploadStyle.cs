namespace MnistApi.DrawnUploads;

/// <summary>Where and how an upload was drawn and photographed.</summary>
public enum UploadStyle
{
    /// <summary>A web page's drawing pad: white on black with a round brush, often 280x280.</summary>
    DrawingPad,

    /// <summary>Dark on white with anti-aliasing.</summary>
    PaintProgram,

    /// <summary>Dark on white, with each pixel either fully inked or not at all.</summary>
    PaintProgramWithoutAntialiasing,

    /// <summary>Lines one or two pixels wide.</summary>
    ThinLine,

    /// <summary>Lines as wide as a sixth to a fifth of the digit's height.</summary>
    ThickMarker,

    /// <summary>A digit of 18 pixels or a few more in a corner of a large page.</summary>
    TinyDigit,

    /// <summary>As large as the picture: it touches the edges, or nearly so.</summary>
    FillsFrame,

    /// <summary>Small and at one of the edges.</summary>
    OffCentre,

    /// <summary>Ink of any colour on a transparent ground, with alpha.</summary>
    TransparentGround,

    /// <summary>Any colour on any other; a quarter of the pairs have the same brightness.</summary>
    ColouredGround,

    /// <summary>A tablet's notes: light ink on a nearly black ground.</summary>
    DarkMode,

    /// <summary>Flat gray around or under the drawing.</summary>
    Screenshot,

    /// <summary>A photo of pencil: pale and noisy.</summary>
    Pencil,

    /// <summary>A thin, nearly dry ballpoint: pale and with gaps.</summary>
    DryPen,

    /// <summary>Squared paper with four to ten squares along the digit.</summary>
    FineSquares,

    /// <summary>Squared paper with two or three squares along the digit.</summary>
    WideSquares,

    /// <summary>Ruled paper, often with a margin line.</summary>
    Ruled,

    /// <summary>The shadow of a hand, a phone or a window frame, sharp or soft.</summary>
    Shadowed,

    /// <summary>Much darker on one side or in the corners.</summary>
    UnevenLight,

    /// <summary>Brown or yellow paper with fibres.</summary>
    BrownPaper,

    /// <summary>Folded or crumpled paper.</summary>
    Crumpled,

    /// <summary>Out of focus, or moved during the exposure.</summary>
    Blurred,

    /// <summary>Seen from the side and turned by up to 12 degrees.</summary>
    Tilted,

    /// <summary>JPEG of low quality.</summary>
    JpegBlocks,

    /// <summary>A photo with its colours inverted.</summary>
    InvertedPhoto,

    /// <summary>Marker on a whiteboard with reflected lamps.</summary>
    Whiteboard,

    /// <summary>Chalk on a green or black board, whose grain breaks the lines.</summary>
    Chalkboard,

    /// <summary>A sheet of paper on a table that is visible around it.</summary>
    SheetOnTable,

    /// <summary>A coloured note on another ground.</summary>
    StickyNote,

    /// <summary>A picture with a side of 24 to 48 pixels.</summary>
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
    /// Bold lines, an eighth to a fifth of the digit's height, on a plain square canvas that the digit half fills or nearly fills.
    /// </summary>
    BoldCanvas,

    /// <summary>Cut out along the digit, with hardly any ground around it, so the picture is as narrow as the digit.</summary>
    TightCrop,

    /// <summary>A drawing program's export: ink of any colour on a transparent ground, trimmed to what is visible, with alpha.</summary>
    TrimmedTransparent,

    /// <summary>On the line for a signature or an answer; the digit touches the line.</summary>
    OnLine,

    /// <summary>A form's box that the digit crosses.</summary>
    OverBox,

    /// <summary>A form's row of two to six boxes, or of the teeth of a comb, with the digit in one of them.</summary>
    RowOfBoxes,

    /// <summary>Squared paper from close up: two to four squares along the picture, with a digit one or two squares high.</summary>
    SquaredCloseUp,

    /// <summary>An image of 8x8 or 28x28 pixels, enlarged and saved by a plotting library.</summary>
    Plot,

    /// <summary>A whiteboard or glossy paper with the bright spot of a lamp.</summary>
    Glare,

    /// <summary>Paper, and a strip of a dark table along one or two edges of the picture.</summary>
    DarkEdge,
}
