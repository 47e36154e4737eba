using System.ComponentModel.DataAnnotations;

namespace MnistApi.Predictions;

/// <summary>What may be uploaded.</summary>
internal sealed class PredictionOptions
{
    /// <value>The largest image file, in units of 1,048,576 bytes, 1 to 100. Default: 10.</value>
    [Range(1, 100)]
    public int MaxUploadMegabytes { get; set; } = 10;

    public int MaxUploadBytes => MaxUploadMegabytes * 1024 * 1024;
}
