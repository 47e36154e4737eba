namespace MnistApi.Tests.Sweeps;

/// <summary>A service whose only worker is busy with a long run, so that the runs of sweeps stay in the queue.</summary>
public sealed class BusyServiceFixture : ServiceFixture, IAsyncLifetime
{
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.StartRunAsync(Api.LongRun);
    }

    protected override (string Name, string Value)[] Settings() => [("Training__MaxQueuedRuns", "300")];
}
