using System.ComponentModel.DataAnnotations;

namespace MnistApi.Predictions.Uploads;

/// <summary>What may be uploaded.</summary>
internal sealed class PredictionOptions
{
    /// <value>The largest image file, in units of 1,048,576 bytes, 1 to 100. Default: 10.</value>
    [Range(1, 100)]
    public int MaxUploadMegabytes { get; set; } = 10;

    /// <value>All files of a batch together, in the same units, 1 to 1000. Default: 64.</value>
    [Range(1, 1000)]
    public int MaxBatchMegabytes { get; set; } = 64;

    public int MaxUploadBytes => MaxUploadMegabytes * 1024 * 1024;

    public long MaxBatchBytes => MaxBatchMegabytes * 1024L * 1024;

    /// <summary>What is wrong with a larger file.</summary>
    public string TooLargeAFile => $"The upload has more than {MaxUploadBytes:N0} bytes. Send a smaller image; Predictions:MaxUploadMegabytes is the limit.";

    /// <summary>What is wrong with more files.</summary>
    public string TooLargeABatch => $"The files have more than {MaxBatchBytes:N0} bytes together. Send fewer at once; Predictions:MaxBatchMegabytes is the limit.";
}
