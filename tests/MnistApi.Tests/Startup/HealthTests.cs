using System.Net;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Startup;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Startup;

public class HealthTests
{
    [Fact]
    public async Task A_new_service_is_live_and_ready_with_or_without_a_champion()
    {
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(data.Path);

        Assert.Equal(new Liveness(HealthStatus.Live), await service.Client.GetAsync<Liveness>("/health/live"));
        Assert.Equal(
            new Readiness(
                HealthStatus.Ready,
                new ReadinessChecks(DatabaseState.Answers, ChampionState.Loaded, Convolutions: null)),
            await service.Client.GetAsync<Readiness>("/health/ready"));
        await using (var db = TestDatabase.Open(data.Path))
            await db.ModelAliases.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            new Readiness(
                HealthStatus.Ready,
                new ReadinessChecks(DatabaseState.Answers, ChampionState.None, Convolutions: null)),
            await service.Client.GetAsync<Readiness>("/health/ready"));
    }

    [Fact]
    public async Task The_service_loads_the_champion_at_the_start_and_is_not_ready_if_that_fails()
    {
        using var data = new TestDirectory();
        Guid champion;
        await using (var service = await ServiceProcess.StartAsync(data.Path))
        {
            champion = (await service.Client.StartRunAsync(Api.SmallRun)).Id;
            Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(champion)).State);
            await service.Client.ForceAliasAsync(ModelAlias.Champion, champion);
            Assert.Equal(ChampionState.Loaded, (await service.Client.GetAsync<Readiness>("/health/ready")).Checks.Champion);
        }

        await using (var service = await ServiceProcess.StartAsync(data.Path))
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(service.Output.Contains($"Model {champion} is loaded", StringComparison.Ordinal)),
                "the champion is loaded without a request");
            Assert.Equal(ChampionState.Loaded, (await service.Client.GetAsync<Readiness>("/health/ready")).Checks.Champion);
        }

        await using (var db = TestDatabase.Open(data.Path))
            await db.Models.ExecuteUpdateAsync(
                model => model.SetProperty(row => row.WeightsSha256, "0000"),
                TestContext.Current.CancellationToken);
        await using (var service = await ServiceProcess.StartAsync(data.Path))
        {
            using var ready = await service.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            var problem = await ready.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.NotReady);

            Assert.Contains($"model {champion}, cannot be loaded", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.Contains($"PUT /api/v1/model-aliases/{ModelAlias.Champion}", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.Equal(HealthStatus.Live, (await service.Client.GetAsync<Liveness>("/health/live")).Status);
        }
    }

    [Fact]
    public async Task Without_its_database_the_service_is_not_ready()
    {
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(data.Path);
        await using (var db = TestDatabase.Open(data.Path))
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE model_aliases RENAME TO lost", TestContext.Current.CancellationToken);
        using var ready = await service.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        var problem = await ready.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.NotReady);
        Assert.Contains("database", (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
