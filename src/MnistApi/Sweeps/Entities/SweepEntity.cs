using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Halving;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Entities;

/// <summary>
/// A row of <c>sweeps</c>, with the state machine of a sweep. The state is <c>running</c> until <see cref="Finish"/> or
/// <see cref="Cancel"/>. The runs are rows of <c>training_runs</c>. A transaction that changes both locks this row first, and then the runs
/// in the order of their ids.
/// </summary>
internal sealed class SweepEntity
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Recipe { get; init; }

    public SweepState State { get; private set; }

    public required string Dataset { get; init; }

    public required long Seed { get; init; }

    public required SweepSearch Search { get; init; }

    /// <summary>The fields that all runs override, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Overrides { get; init; }

    /// <summary>The fields that differ between the runs, by path. Each value is a list or a range.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Parameters { get; init; }

    public required int MaxRuns { get; init; }

    /// <summary>The number of runs that were accepted.</summary>
    public required int RunCount { get; init; }

    /// <summary>The number of epochs of the longest run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of validation images, by which every run is ranked.</summary>
    public required int ValidationSize { get; init; }

    /// <summary>Null without halving, as is <see cref="HalvingFactor"/>.</summary>
    public int? HalvingStartEpochs { get; init; }

    public int? HalvingFactor { get; init; }

    /// <summary>The current round, from 0.</summary>
    public int Round { get; private set; }

    public required IReadOnlyList<RunWarning> Warnings { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>The request's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request's body. It reveals a different request with the same key.</summary>
    public string? RequestSha256 { get; init; }

    public bool IsFinished => State != SweepState.Running;

    public SweepHalving? Halving => HalvingStartEpochs is { } start ? new SweepHalving(start, HalvingFactor!.Value) : null;

    public IReadOnlyList<PlannedRound> Plan =>
        Halving is { } halving ? HalvingPlan.Of(halving, RunCount, Epochs) : [new PlannedRound(Epochs, RunCount)];

    /// <summary>Begins a round.</summary>
    public void BeginRound(int round)
    {
        RequireRunning();
        Round = round;
    }

    /// <summary>Ends the sweep, because there is nothing left to train.</summary>
    /// <param name="hasModel">Whether at least one run succeeded.</param>
    public void Finish(bool hasModel, DateTime now)
    {
        RequireRunning();
        (State, FinishedAt) = (hasModel ? SweepState.Succeeded : SweepState.Failed, now);
    }

    public void Cancel(DateTime now)
    {
        RequireRunning();
        (State, FinishedAt) = (SweepState.Cancelled, now);
    }

    private void RequireRunning()
    {
        if (IsFinished) throw new InvalidOperationException($"This transition is not allowed for a sweep in the state {State}.");
    }
}
