using System.ComponentModel.DataAnnotations;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>How models are kept for predictions.</summary>
internal sealed class ModelOptions
{
    /// <value>Models that are kept in memory, 1 to 100; the least recently used goes. Default: 8.</value>
    [Range(1, 100)]
    public int CachedModels { get; set; } = 8;
}
