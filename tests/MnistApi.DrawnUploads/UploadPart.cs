namespace MnistApi.DrawnUploads;

/// <summary>The purpose of a part of the collection. No two parts share an upload.</summary>
public enum UploadPart
{
    /// <summary>For development and tuning.</summary>
    Work,

    /// <summary>For choosing between variants.</summary>
    Validation,

    /// <summary>For the report, once at the end.</summary>
    Test,
}
