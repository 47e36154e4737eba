using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;

namespace MnistApi.Datasets;

/// <summary>Whether a dataset can be had.</summary>
public enum DatasetState
{
    /// <summary>Its directories are being looked through.</summary>
    Searching,

    /// <summary>It is being downloaded.</summary>
    Downloading,

    /// <summary>It is here.</summary>
    Available,

    /// <summary>It is not here; <c>error</c> says why, and what to do.</summary>
    Unavailable,
}

/// <summary>A set of images within a dataset.</summary>
public enum DatasetSplit
{
    /// <summary>Images to train on; the first of them are for validation.</summary>
    Training,

    /// <summary>Images to judge a finished model by.</summary>
    Test,
}

/// <summary>A dataset.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="State">Whether it can be had.</param>
/// <param name="Source">Where it came from: a directory, the mirror it was downloaded from, or <c>drawn</c> by our own code. Null where it is not here.</param>
/// <param name="Sha256">Checksum over all images and labels; null where it is not here, or not drawn yet.</param>
/// <param name="Splits">Counts of images and labels; empty where it is not here, or not drawn yet.</param>
/// <param name="Download">How far the download is; null where there is none, or no mirror has answered yet.</param>
/// <param name="Error">Why it cannot be had, and what to do; null where it can.</param>
public sealed record DatasetDescription(string Name, DatasetState State, string? Source, string? Sha256, IReadOnlyList<SplitDescription> Splits, DatasetDownload? Download, string? Error);

/// <summary>A set of images within a dataset.</summary>
/// <param name="Split">Which set.</param>
/// <param name="Count">Its images.</param>
/// <param name="LabelCounts">[10], images of each digit.</param>
public sealed record SplitDescription(DatasetSplit Split, int Count, IReadOnlyList<int> LabelCounts);

/// <summary>How far a download is.</summary>
/// <param name="File">The file that is being received.</param>
/// <param name="Bytes">Received of it.</param>
/// <param name="TotalBytes">Of the whole file.</param>
public sealed record DatasetDownload(string File, long Bytes, long TotalBytes);

/// <summary>Which image.</summary>
public sealed record ImageParameters : IBoundedParameters
{
    /// <summary>The dataset.</summary>
    /// <example>mnist</example>
    public required string Name { get; init; }

    /// <summary>The set of images.</summary>
    /// <example>test</example>
    public required DatasetSplit Split { get; init; }

    /// <summary>From 0.</summary>
    /// <example>119</example>
    [Range(0, int.MaxValue)]
    public required int Index { get; init; }

    /// <summary>The checksum that the dataset must have. Without it the image is of the dataset that is here now.</summary>
    [RegularExpression("^[0-9a-f]{64}$", ErrorMessage = "The parameter sha256 must have 64 hexadecimal digits in lower case.")]
    public string? Sha256 { get; init; }
}
