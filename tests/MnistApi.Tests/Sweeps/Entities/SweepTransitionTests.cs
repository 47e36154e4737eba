using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;

namespace MnistApi.Tests.Sweeps.Entities;

/// <summary>Every transition of a sweep from every state: it leads to a new state, or it is refused and changes nothing.</summary>
public class SweepTransitionTests
{
    private static readonly DateTime Now = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, (Action<SweepEntity> Change, SweepState To)> Transitions = new()
    {
        ["BeginRound"] = (sweep => sweep.BeginRound(1), SweepState.Running),
        ["Finish with a model"] = (sweep => sweep.Finish(hasModel: true, Now), SweepState.Succeeded),
        ["Finish without a model"] = (sweep => sweep.Finish(hasModel: false, Now), SweepState.Failed),
        ["Cancel"] = (sweep => sweep.Cancel(Now), SweepState.Cancelled),
    };

    public static TheoryData<string, SweepState> Table() => new(
        from transition in Transitions.Keys
        from state in Enum.GetValues<SweepState>()
        select (transition, state));

    [Theory]
    [MemberData(nameof(Table))]
    public void Only_a_running_sweep_makes_transitions(string transition, SweepState from)
    {
        var sweep = SweepIn(from);

        if (from == SweepState.Running)
        {
            Transitions[transition].Change(sweep);
            Assert.Equal(Transitions[transition].To, sweep.State);
            Assert.Equal(sweep.IsFinished, sweep.FinishedAt is not null);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => Transitions[transition].Change(sweep));
            Assert.Equal(from, sweep.State);
        }
    }

    private static SweepEntity SweepIn(SweepState state)
    {
        var sweep = new SweepEntity
        {
            Id = Guid.NewGuid(),
            Name = "test",
            Recipe = "mlp",
            Dataset = "synthetic",
            Seed = 1,
            Search = SweepSearch.Grid,
            Overrides = new Dictionary<string, System.Text.Json.JsonElement>(),
            Parameters = new Dictionary<string, System.Text.Json.JsonElement>(),
            MaxRuns = 4,
            RunCount = 4,
            Epochs = 4,
            ValidationSize = 500,
            Warnings = [],
            CreatedAt = Now,
        };
        if (state != SweepState.Running) Transitions.Values.First(transition => transition.To == state).Change(sweep);
        return sweep;
    }
}
