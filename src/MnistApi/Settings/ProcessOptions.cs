using System.ComponentModel.DataAnnotations;
using MnistApi.Training.Kernels;

namespace MnistApi.Settings;

/// <summary>What a process is for.</summary>
internal enum ProcessRole
{
    /// <summary>Serves and trains.</summary>
    All,

    /// <summary>Serves; others train.</summary>
    Api,

    /// <summary>Trains; others serve.</summary>
    Worker,
}

/// <summary>What this process is for, and where it keeps files.</summary>
internal sealed class ProcessOptions
{
    /// <value>all, api or worker. Anything but all needs a database that several processes can share: <c>Storage:Provider</c> = postgres.</value>
    public ProcessRole Role { get; set; } = ProcessRole.All;

    /// <value>direct, padded or unfolded: the only way to compute convolutions that is considered. Without it, the fastest that a self-check finds right on this processor.</value>
    public ConvolutionMethod? Convolutions { get; set; }

    /// <value>The directory of the database and of downloads, relative to where the service was started. Created when it is not there. With SQLite one service at a time.</value>
    [Required, MinLength(1)]
    public string DataDirectory { get; set; } = "data";

    /// <summary>The role, for what must be known before there are services. One that is not valid stops the start later, with the other faults.</summary>
    public static ProcessRole RoleIn(IConfiguration configuration) =>
        Enum.TryParse<ProcessRole>(configuration[nameof(Role)], ignoreCase: true, out var role) && Enum.IsDefined(role) ? role : ProcessRole.All;
}
