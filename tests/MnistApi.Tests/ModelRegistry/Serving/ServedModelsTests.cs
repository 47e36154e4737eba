using MnistApi.ModelRegistry.Contracts;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.ModelRegistry.Serving;

public class ServedModelsTests
{
    private static readonly (string Name, string Value)[] LogsCommands =
    [
        ("Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command", "Information"),
        ("Logging__Console__FormatterName", "simple"),
        ("Logging__Console__FormatterOptions__SingleLine", "true"),
        ("Logging__Console__FormatterOptions__IncludeScopes", "true"),
    ];

    [Fact]
    public async Task Predictions_by_alias_and_by_id_make_no_database_commands()
    {
        await using var service = await ServiceProcess.StartAsync(null, LogsCommands);
        var champion = (await service.Client.PredictAsync(UploadRequests.Pixels(), ModelAlias.Champion)).Model.Id;
        await service.Client.PredictAsync(UploadRequests.Pixels(), $"{champion}");
        await WaitForLogAsync(service);
        Assert.InRange(CountCommands(service, Api.Predictions), 1, 2); // The champion may have been read at the start.

        // On a machine with much other work, a name can become too old before it is read again. That is rare.
        await Eventually.TrueAsync(() => MakesNoCommandsAsync(service, champion), "makes no database commands for 100 predictions");
    }

    private static async Task<bool> MakesNoCommandsAsync(ServiceProcess service, Guid champion)
    {
        var before = CountCommands(service, Api.Predictions);
        for (var i = 0; i < 50; i++)
        {
            await service.Client.PredictAsync(UploadRequests.Pixels(), ModelAlias.Champion);
            await service.Client.PredictAsync(UploadRequests.Pixels(), $"{champion}");
        }

        await WaitForLogAsync(service);
        return CountCommands(service, Api.Predictions) == before;
    }

    /// <summary>Waits until the log has the command of a new request, and therefore everything before it.</summary>
    private static async Task WaitForLogAsync(ServiceProcess service)
    {
        var before = CountCommands(service, Api.Aliases);
        await service.Client.GetStringAsync(Api.Aliases);
        await Eventually.TrueAsync(() => Task.FromResult(CountCommands(service, Api.Aliases) > before), "logs the commands of requests");
    }

    /// <summary>Counts the database commands that requests to a path have made so far.</summary>
    private static int CountCommands(ServiceProcess service, string path) =>
        service.Output.Split('\n').Count(line =>
            line.Contains("Executed DbCommand", StringComparison.Ordinal)
            && line.Contains($"RequestPath:{path}", StringComparison.Ordinal));
}
