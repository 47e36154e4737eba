using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Filters for the list of runs.</summary>
public sealed record TrainingRunListParameters : PageParameters
{
    /// <summary>Lists only runs in this state.</summary>
    public RunState? State { get; init; }

    /// <summary>Lists only runs of this recipe.</summary>
    /// <example>lecture-mlp</example>
    public string? Recipe { get; init; }

    /// <summary>Lists only runs on this dataset.</summary>
    /// <example>mnist</example>
    public string? Dataset { get; init; }

    /// <summary>Lists only runs of the sweep with this id.</summary>
    public Guid? Sweep { get; init; }
}

/// <summary>The options for resuming a run.</summary>
public sealed record ResumeRequest
{
    /// <summary>
    /// The new number of epochs of the whole run. It must be more than the run has finished. A cosine or one-cycle schedule is stretched
    /// over all epochs. Default: the number does not change.
    /// </summary>
    [Range(1, 1000)]
    public int? Epochs { get; init; }
}
