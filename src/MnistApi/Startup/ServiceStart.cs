using System.Net.Sockets;
using Microsoft.Extensions.Configuration.Memory;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Training.Kernels;
using MnistApi.TrainingRuns.Builtin;

namespace MnistApi.Startup;

/// <summary>Starts the service, or says in a few lines why it cannot.</summary>
internal static class ServiceStart
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Below every other source of configuration. A service that trains for hours logs what it did, not each request and query.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "None", // What it throws is logged, or dealt with, by those who catch it.
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Hangfire"] = "Warning",
    };

    /// <returns>The exit code: 0 after an orderly end, 1 where the service could not start.</returns>
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
            map(app);
            if (await app.TryWriteOpenApiFileAsync()) return 0;

            app.Services.ChooseKernels();
            app.Services.GetRequiredService<DataDirectory>();
            await app.Services.GetRequiredService<IMigration>().RunAsync(CancellationToken.None);
            await app.Services.GetRequiredService<BuiltinInstallation>().RunAsync(BuiltinModel.Read(), CancellationToken.None);
            await app.RunAsync();
            return 0;
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
    /// Reads the settings where ASP.NET Core's builder does, but once. Nothing here follows a change of a file, and watching the files takes an inotify
    /// instance: a user has 128 of them on many systems, and without one the process would not start.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    /// <summary>What its operator can mend; a stack trace would not help with that.</summary>
    private static string Reason(Exception exception) => exception switch
    {
        StartException or KernelsUnusableException => exception.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Stop the other program, or choose another address: ASPNETCORE_URLS=http://localhost:5081.",
        FormatException or SocketException => $"An address or another setting is not valid: {exception.Message} An address is such as http://localhost:5080.",
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };

    private static bool IsUrlConfigured(ConfigurationManager configuration) =>
        new[] { WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
