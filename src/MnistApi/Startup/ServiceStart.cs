using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration.Memory;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Training.Kernels;
using MnistApi.TrainingRuns.Builtin;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.Startup;

/// <summary>Starts the service, or prints why it cannot start.</summary>
internal static class ServiceStart
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>
    /// The settings with the lowest precedence. The log of a service that trains for hours has its actions, not every request and query.
    /// </summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "None", // The code that catches an exception logs it.
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Hangfire"] = "Warning",
    };

    /// <returns>The exit code: 0 if the service started and stopped normally, 1 if it could not start or could not train.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        if (args.Contains(HealthProbe.Argument)) return await HealthProbe.RunAsync(args);

        WebApplication? app = null;
        var hasStarted = false;
        try
        {
            var builder = CreateBuilder(args);
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
            if (!IsUrlConfigured(builder.Configuration)) builder.WebHost.UseUrls(DefaultUrl);
            add(builder);

            app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
            app.Services.CheckOptions();
            if (OpenApiFile.IsWanted(app.Configuration))
            {
                map(app);
                await app.WriteOpenApiFileAsync();
                return 0;
            }

            // A worker that cannot train does not start. The database opens while libtorch loads and the routes are mapped.
            var isWorker = ProcessOptions.RoleIn(app.Configuration) == ProcessRole.Worker;
            var kernels = app.Services.GetService<KernelCheck>(); // An API does not train.
            var checking = isWorker ? Task.Run(kernels!.Run) : Task.CompletedTask;
            var opening = Task.Run(() => PrepareDatabaseAsync(app.Services));
            try
            {
                map(app);
            }
            finally
            {
                await Task.WhenAll(opening, checking);
            }

            await app.RunAsync();
            return kernels is { HasFailed: true } ? 1 : 0;
        }
        catch (Exception e) when (!hasStarted)
        {
            await Console.Error.WriteLineAsync($"MnistApi cannot start. {Reason(e)}");
            return 1;
        }
        finally
        {
            if (app is not null) await app.DisposeAsync();
        }
    }

    /// <summary>
    /// Reads the settings from the default sources of ASP.NET Core, but only once. The service does not use changes of settings files, and
    /// a file watcher takes an inotify instance. Many systems limit a user to 128 of these, and without one the process would not start.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    private static async Task PrepareDatabaseAsync(IServiceProvider services)
    {
        var builtin = Task.Run(BuiltinModel.Read); // The database opens meanwhile.
        services.GetRequiredService<DataDirectoryLock>();
        await services.GetRequiredService<IMigration>().RunAsync(CancellationToken.None);
        await services.GetRequiredService<BuiltinInstallation>().RunAsync(await builtin, CancellationToken.None);
    }

    /// <summary>Describes what the operator can correct. A stack trace would not help.</summary>
    private static string Reason(Exception exception) => exception switch
    {
        StartException or KernelsUnusableException => exception.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{exception.Message} Stop the other program, or choose another address: ASPNETCORE_URLS=http://localhost:5081.",
        FormatException or SocketException =>
            $"An address or another setting is not valid: {exception.Message} An example of an address is http://localhost:5080.",
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };

    private static bool IsUrlConfigured(ConfigurationManager configuration)
    {
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        return keys.Any(key => !string.IsNullOrEmpty(configuration[key])) || configuration.GetSection("Kestrel:Endpoints").Exists();
    }
}
