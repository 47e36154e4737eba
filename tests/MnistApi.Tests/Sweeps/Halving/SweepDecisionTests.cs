using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Halving;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps.Halving;

public class SweepDecisionTests
{
    private static readonly IReadOnlyList<PlannedRound> Plan = HalvingPlan.Of(new SweepHalving(1, 2), runs: 4, epochs: 4); // 1:4 2:2 4:1

    [Theory]
    [InlineData(RunState.Queued)]
    [InlineData(RunState.Running)]
    public void There_is_no_decision_while_a_run_of_the_round_waits_or_trains(RunState state) =>
        Assert.Null(SweepDecision.Of(Plan, 0, [Run(1, 0.9), Run(2, 0.8), Run(3, 0.7), Run(4, null, state)]));

    [Fact]
    public void The_best_runs_continue_and_the_others_are_out()
    {
        var decision = SweepDecision.Of(Plan, 0, [Run(1, 0.7), Run(2, 0.9), Run(3, 0.6), Run(4, 0.8)])!;

        Assert.Equal((1, false), (decision.Round, decision.IsEnd));
        Assert.Equal([Id(2), Id(4)], decision.Continuing);
        Assert.Equal([Id(1), Id(3)], decision.Eliminated);
    }

    [Fact]
    public void Equal_accuracies_are_ranked_by_loss_and_then_by_order()
    {
        var decision = SweepDecision.Of(
            Plan,
            0,
            [Run(4, 0.8, loss: 0.5), Run(3, 0.8, loss: 0.5), Run(2, 0.8, loss: null), Run(1, 0.8, loss: 0.4)])!;

        Assert.Equal([Id(1), Id(3)], decision.Continuing);
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Cancelled)]
    public void A_run_that_ended_without_a_model_never_continues_however_good_it_was(RunState state)
    {
        var decision = SweepDecision.Of(Plan, 0, [Run(1, 0.99, state), Run(2, 0.1), Run(3, 0.2), Run(4, null, state)])!;

        Assert.Equal([Id(3), Id(2)], decision.Continuing);
        Assert.Equal([Id(1), Id(4)], decision.Eliminated);
    }

    [Fact]
    public void A_run_that_stopped_early_by_itself_keeps_its_place_among_the_best()
    {
        var decision = SweepDecision.Of(Plan, 0, [Run(1, 0.9, RunState.Succeeded), Run(2, 0.8), Run(3, 0.7), Run(4, 0.6)])!;

        Assert.Equal([Id(2)], decision.Continuing);
        Assert.Equal([Id(3), Id(4)], decision.Eliminated);
    }

    [Fact]
    public void A_single_remaining_run_trains_to_the_end_at_once()
    {
        var decision = SweepDecision.Of(
            Plan,
            0,
            [Run(1, 0.9), Run(2, 0.8, RunState.Failed), Run(3, 0.7, RunState.Failed), Run(4, 0.6, RunState.Failed)])!;

        Assert.Equal((Plan.Count - 1, false), (decision.Round, decision.IsEnd));
        Assert.Equal([Id(1)], decision.Continuing);
    }

    [Fact]
    public void The_sweep_ends_when_no_run_is_left_to_continue()
    {
        Assert.True(SweepDecision.Of(Plan, 0, [Run(1, 0.9, RunState.Failed), Run(2, null, RunState.Cancelled)])!.IsEnd);
        Assert.True(SweepDecision.Of(Plan, 0, [])!.IsEnd);

        var early = SweepDecision.Of(Plan, 0, [Run(1, 0.9, RunState.Succeeded), Run(2, 0.8, RunState.Succeeded), Run(3, 0.7)])!;
        Assert.True(early.IsEnd);
        Assert.Equal([Id(3)], early.Eliminated);
    }

    [Fact]
    public void The_sweep_ends_with_its_last_round() =>
        Assert.True(SweepDecision.Of(Plan, Plan.Count - 1, [Run(1, 0.9, RunState.Succeeded)])!.IsEnd);

    [Fact]
    public void The_best_run_is_the_highest_ranked_one_that_has_a_model_or_may_get_one()
    {
        var ranked = SweepRanking.Rank([
            Run(1, 0.95, RunState.Failed),
            Run(2, 0.9),
            Run(3, null, RunState.Queued),
            Run(4, 0.92, RunState.Cancelled),
        ]);

        Assert.Equal([Id(1), Id(4), Id(2), Id(3)], ranked.Select(run => run.Id));
        Assert.Equal(Id(2), SweepRanking.Best(ranked)!.Id);
        Assert.Null(SweepRanking.Best([Run(1, null, RunState.Queued)]));
    }

    private static RankedRun Run(int number, double? accuracy, RunState state = RunState.Paused, double? loss = 1) =>
        new(Id(number), state, accuracy, loss);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
