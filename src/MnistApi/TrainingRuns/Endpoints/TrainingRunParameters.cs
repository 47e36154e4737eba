using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Which runs to list.</summary>
public sealed record TrainingRunListParameters : PageParameters
{
    /// <summary>Only runs in this state.</summary>
    public RunState? State { get; init; }

    /// <summary>Only runs of this recipe.</summary>
    /// <example>lecture-mlp</example>
    public string? Recipe { get; init; }

    /// <summary>Only runs on this dataset.</summary>
    /// <example>mnist</example>
    public string? Dataset { get; init; }

    /// <summary>Only runs of this sweep.</summary>
    public Guid? Sweep { get; init; }
}

/// <summary>How to resume a run.</summary>
public sealed record ResumeRequest
{
    /// <summary>Another number of epochs for the whole run, more than are done. A cosine or one-cycle schedule is stretched over all of them. Default: as before.</summary>
    [Range(1, 1000)]
    public int? Epochs { get; init; }
}
