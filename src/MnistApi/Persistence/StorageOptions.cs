using System.ComponentModel.DataAnnotations;

namespace MnistApi.Persistence;

/// <summary>Where everything is kept.</summary>
internal sealed class StorageOptions
{
    /// <value>The directory of the database and of downloads, relative to where the service was started. Created when it is not there. One service at a time.</value>
    [Required, MinLength(1)]
    public string DataDirectory { get; set; } = "data";
}
