using MnistApi.Persistence;

namespace MnistApi.Hosting;

/// <summary>Starts the service, or says in a few lines why it cannot.</summary>
internal static class ServiceStart
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <returns>The exit code: 0 after an orderly end, 1 where the service could not start.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            if (!IsUrlConfigured(builder.Configuration)) builder.WebHost.UseUrls(DefaultUrl);
            add(builder);

            await using var app = builder.Build();
            app.Services.CheckOptions();
            await app.Services.MigrateDatabaseAsync();
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (StartException e)
        {
            await Console.Error.WriteLineAsync($"MnistApi cannot start. {e.Message}");
            return 1;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"MnistApi cannot start. {e.Message} Stop the other program, or choose another address: ASPNETCORE_URLS=http://localhost:5081.");
            return 1;
        }
    }

    private static bool IsUrlConfigured(IConfiguration configuration) =>
        new[] { WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
