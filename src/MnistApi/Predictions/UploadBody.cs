namespace MnistApi.Predictions;

/// <summary>The kinds of bodies that an upload comes in. Every route of predictions takes all of them, but each operation documents one.</summary>
internal enum UploadBody
{
    /// <summary>A form with a file.</summary>
    Form,

    /// <summary>JSON with numbers or a data URL.</summary>
    Json,

    /// <summary>The file's bytes alone.</summary>
    File,
}
