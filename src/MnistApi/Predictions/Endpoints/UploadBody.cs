namespace MnistApi.Predictions.Uploads;

/// <summary>
/// The kinds of bodies that an upload comes in. Every route for one image takes all of them, and a batch takes forms and JSON; each
/// operation documents one.
/// </summary>
internal enum UploadBody
{
    /// <summary>A form with a file.</summary>
    Form,

    /// <summary>JSON with numbers or a data URL.</summary>
    Json,

    /// <summary>The file's bytes alone.</summary>
    File,
}
