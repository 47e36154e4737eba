using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MnistApi.ModelRegistry;
using MnistApi.Startup;
using MnistApi.Storage;
using MnistApi.TrainingRuns;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Requests;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>Setting back the machine's clock while runs wait and train.</summary>
public sealed class ClockSetBackTests : IAsyncLifetime
{
    private readonly TestDirectory _data = new();
    private readonly SetClock _clock = new();
    private ServiceProvider _services = null!;

    private RunLeases Leases => _services.GetRequiredService<RunLeases>();

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("DataDirectory", _data.Path), new("Training:LeaseSeconds", "30")])
            .Build();
        // Hangfire keeps the first logger factory of the process, so the factory must not be disposed with the services.
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddLogging()
            .AddHosting()
            .AddPersistence(configuration)
            .AddTrainingRuns(configuration)
            .AddModels(configuration)
            .AddJobs(configuration)
            .AddSingleton<TimeProvider>(_clock)
            .BuildServiceProvider();
        await _services.GetRequiredService<IMigration>().RunAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Runs_train_in_the_order_in_which_they_were_accepted()
    {
        var first = await AcceptAsync();
        _clock.Now -= TimeSpan.FromHours(3);
        var second = await AcceptAsync();
        _clock.Now -= TimeSpan.FromHours(3);
        var third = await AcceptAsync();
        _clock.Now += TimeSpan.FromHours(9);
        var fourth = await AcceptAsync();

        foreach (var expected in new[] { first, second, third, fourth }) Assert.Equal(expected, (await TakeAsync())?.RunId);
    }

    [Fact]
    public async Task A_worker_that_vanished_before_the_change_does_not_hold_its_run_for_ever()
    {
        var run = await AcceptAsync();
        Assert.Equal((run, 1), Of(await TakeAsync()));
        Assert.Null(await TakeAsync());

        _clock.Now -= TimeSpan.FromHours(3);

        Assert.Equal((run, 2), Of(await TakeAsync()));
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task A_living_worker_keeps_its_run_from_its_next_heartbeat_on()
    {
        var run = await AcceptAsync();
        var lease = (await TakeAsync())!;
        _clock.Now -= TimeSpan.FromHours(3);
        await lease.RenewAsync(null, TestContext.Current.CancellationToken);

        Assert.Null(await TakeAsync());
        _clock.Now += TimeSpan.FromSeconds(31);
        Assert.Equal((run, 2), Of(await TakeAsync()));
    }

    [Fact]
    public async Task A_resting_run_does_not_rest_for_ever()
    {
        var run = await AcceptAsync();
        await (await TakeAsync())!.ReleaseAsync(
            AttemptOutcome.Error,
            "This is only a test.",
            TimeSpan.FromMinutes(1),
            TestContext.Current.CancellationToken);
        Assert.Null(await TakeAsync());

        _clock.Now -= TimeSpan.FromHours(3);

        Assert.Equal((run, 2), Of(await TakeAsync()));
    }

    [Theory]
    [InlineData(nameof(StorageProvider.Sqlite), 66, true)]
    [InlineData(nameof(StorageProvider.Sqlite), 64, false)]
    [InlineData(nameof(StorageProvider.Postgres), 66, false)]
    [InlineData(nameof(StorageProvider.Postgres), 3606, true)]
    public void With_PostgreSQL_a_lease_may_be_as_long_as_another_process_can_configure_it(string provider, int seconds, bool isOver)
    {
        var span = LeaseSpan.Of(
            _clock,
            new TrainingOptions { LeaseSeconds = 30 },
            new StorageOptions { Provider = Enum.Parse<StorageProvider>(provider) });

        Assert.Equal(isOver, span.Now.AddSeconds(seconds) > span.Latest);
    }

    private static (Guid RunId, int Attempt) Of(RunLease? lease) => (lease?.RunId ?? Guid.Empty, lease?.Attempt ?? 0);

    private Task<RunLease?> TakeAsync() => Leases.TakeNextAsync(TestContext.Current.CancellationToken);

    private async Task<Guid> AcceptAsync()
    {
        var request = TrainingRunRequest.Read(JsonElement.Parse(Api.SmallRun)).Request!;
        var acceptance = _services.GetRequiredService<RunAcceptance>();
        return (await acceptance.AcceptAsync(request, "synthetic", [], null, TestContext.Current.CancellationToken))!.Run.Id;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
