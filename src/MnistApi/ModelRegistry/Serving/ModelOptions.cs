using System.ComponentModel.DataAnnotations;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>The settings of the model cache.</summary>
internal sealed class ModelOptions
{
    /// <value>
    /// The largest number of models in memory, 1 to 100. The cache removes the least recently used model to load another. Default: 8.
    /// </value>
    [Range(1, 100)]
    public int CachedModels { get; set; } = 8;
}
