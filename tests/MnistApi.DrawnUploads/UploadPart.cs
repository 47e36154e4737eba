namespace MnistApi.DrawnUploads;

/// <summary>What a part of the collection is for. No two parts have an upload in common.</summary>
public enum UploadPart
{
    /// <summary>For looking at, building and tuning.</summary>
    Work,

    /// <summary>For choosing between what was built.</summary>
    Validation,

    /// <summary>For the report, once at the end.</summary>
    Test,
}
