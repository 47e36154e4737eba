using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Halving;

namespace MnistApi.Sweeps.Entities;

/// <summary>A row of <c>sweeps</c>. Its runs are rows of <c>training_runs</c>; whoever changes both locks this one first, and then those in order of their ids.</summary>
internal sealed class SweepEntity
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Recipe { get; init; }

    public required SweepState State { get; set; }

    public required string Dataset { get; init; }

    public required long Seed { get; init; }

    public required SweepSearch Search { get; init; }

    /// <summary>What all runs override, as JSON.</summary>
    public required string Overrides { get; init; }

    /// <summary>What differs between them, as JSON: lists and ranges by path.</summary>
    public required string Parameters { get; init; }

    public required int MaxRuns { get; init; }

    /// <summary>Runs that were accepted.</summary>
    public required int RunCount { get; init; }

    /// <summary>Epochs of the longest run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images that every run is ranked by.</summary>
    public required int ValidationSize { get; init; }

    /// <summary>Null without halving, as is the next.</summary>
    public int? HalvingStartEpochs { get; init; }

    public int? HalvingFactor { get; init; }

    /// <summary>The round at work, from 0.</summary>
    public int Round { get; set; }

    /// <summary><see cref="TrainingRuns.Contracts.RunWarning"/>s as JSON.</summary>
    public required string Warnings { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>The request's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request's body, to tell another request with the same key.</summary>
    public string? RequestSha256 { get; init; }

    public bool IsFinished => State != SweepState.Running;

    public SweepHalving? Halving => HalvingStartEpochs is { } start ? new SweepHalving(start, HalvingFactor!.Value) : null;

    public IReadOnlyList<PlannedRound> Plan => Halving is { } halving ? HalvingPlan.Of(halving, RunCount, Epochs) : [new PlannedRound(Epochs, RunCount)];
}
