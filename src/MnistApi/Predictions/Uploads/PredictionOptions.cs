using System.ComponentModel.DataAnnotations;

namespace MnistApi.Predictions.Uploads;

/// <summary>Limits of uploads.</summary>
internal sealed class PredictionOptions
{
    /// <value>The size of the largest image file in units of 1,048,576 bytes, 1 to 100. Default: 10.</value>
    [Range(1, 100)]
    public int MaxUploadMegabytes { get; set; } = 10;

    /// <value>The total size of a batch in units of 1,048,576 bytes, 1 to 1000. Default: 64.</value>
    [Range(1, 1000)]
    public int MaxBatchMegabytes { get; set; } = 64;

    public int MaxUploadBytes => MaxUploadMegabytes * 1024 * 1024;

    public long MaxBatchBytes => MaxBatchMegabytes * 1024L * 1024;

    /// <summary>The message for a file that is too large.</summary>
    public string FileTooLarge =>
        $"The upload has more than {MaxUploadBytes:N0} bytes. Send a smaller image. "
        + "The setting Predictions:MaxUploadMegabytes is the limit.";

    /// <summary>The message for a batch that is too large.</summary>
    public string BatchTooLarge =>
        $"The files have more than {MaxBatchBytes:N0} bytes in total. Send fewer at once. "
        + "The setting Predictions:MaxBatchMegabytes is the limit.";
}
