using System.ComponentModel.DataAnnotations;
using MnistApi.Training.Kernels;

namespace MnistApi.Settings;

/// <summary>The role of a process.</summary>
internal enum ProcessRole
{
    /// <summary>Serves the API and trains.</summary>
    All,

    /// <summary>Serves the API. Other processes train.</summary>
    Api,

    /// <summary>Trains. Other processes serve the API.</summary>
    Worker,
}

/// <summary>The settings of the process.</summary>
internal sealed class ProcessOptions
{
    /// <value>
    /// all, api or worker. The roles api and worker need a database that several processes share: <c>Storage:Provider</c> = postgres.
    /// </value>
    public ProcessRole Role { get; set; } = ProcessRole.All;

    /// <value>
    /// The method that computes convolutions: direct, padded or unfolded. By default, the fastest method that passes a self-check on this
    /// processor.
    /// </value>
    public ConvolutionMethod? Convolutions { get; set; }

    /// <value>
    /// The directory of the SQLite database and of downloads, relative to the working directory. The service creates it. With SQLite, only
    /// one process can use it at a time.
    /// </value>
    [Required, MinLength(1)]
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// Reads the role before the services exist. An invalid role counts as <see cref="ProcessRole.All"/>; the start later fails with all
    /// errors of the settings.
    /// </summary>
    public static ProcessRole RoleIn(IConfiguration configuration) =>
        Enum.TryParse<ProcessRole>(configuration[nameof(Role)], ignoreCase: true, out var role) && Enum.IsDefined(role)
            ? role
            : ProcessRole.All;
}
