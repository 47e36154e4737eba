using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace MnistApi.Startup;

/// <summary>
/// <c>MnistApi.dll --health</c>: asks the service that runs with the same settings whether it is ready. For containers, whose images have no other client
/// to ask with. It opens no database, loads no model and no native library.
/// </summary>
internal static class HealthProbe
{
    public const string Argument = "--health";

    /// <summary>Longer than readiness takes where a model is being loaded (2 s), so that its own answer is told and not this limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="args">The service's own, with <see cref="Argument"/> among them.</param>
    /// <returns>The exit code: 0 when the service is ready, else 1. One line says which, and why.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (isReady, line) = await AskAsync([.. args.Except([Argument])]);
        await (isReady ? Console.Out : Console.Error).WriteLineAsync(line);
        return isReady ? 0 : 1;
    }

    /// <summary>Where the service with these settings can be asked from its own machine.</summary>
    /// <returns>False and a sentence where that cannot be known.</returns>
    public static bool TryFindAddress(IConfiguration configuration, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? fault)
    {
        (address, fault) = (null, null);
        var configured = ConfiguredAddresses(configuration);
        // Plain HTTP first: no certificate has to be made.
        var text = configured.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ?? configured[0];
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(text);
        }
        catch (FormatException e)
        {
            fault = $"Its address is not valid: {e.Message}";
            return false;
        }

        if (binding.IsUnixPipe || binding.IsNamedPipe) fault = $"Its address {text} is not one of a network, which {Argument} needs.";
        else if (binding.Port is < 1 or > IPEndPoint.MaxPort) fault = $"Its address {text} names no port that could be asked; {Argument} needs a fixed one.";
        if (fault is not null) return false;

        address = new UriBuilder(binding.Scheme, OwnHost(binding.Host), binding.Port, $"{binding.PathBase}/health/ready").Uri;
        return true;
    }

    private static async Task<(bool IsReady, string Line)> AskAsync(string[] args)
    {
        try
        {
            // The service's own builder, so that settings come from where they come from for the service. It is not built.
            if (!TryFindAddress(ServiceStart.CreateBuilder(args).Configuration, out var address, out var fault)) return (false, $"MnistApi cannot be asked. {fault}");
            return await AskAsync(address);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException)
        {
            return (false, $"MnistApi cannot be asked. A setting is not valid: {e.Message}");
        }
    }

    private static async Task<(bool IsReady, string Line)> AskAsync(Uri address)
    {
        // A proxy from the environment has no business between a machine and itself; nor is its certificate made out to localhost.
        using var handler = new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(address);
            return response.StatusCode == HttpStatusCode.OK
                ? (true, $"MnistApi is ready at {address}.")
                : (false, $"MnistApi is not ready at {address}: {Reason(response.StatusCode, await response.Content.ReadAsStringAsync())}");
        }
        catch (HttpRequestException e)
        {
            return (false, $"MnistApi does not answer at {address}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return (false, $"MnistApi did not answer at {address} within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>In Kestrel's order: its own endpoints, then addresses, then ports alone, then the service's default.</summary>
    private static string[] ConfiguredAddresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0) return endpoints;

        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        if (urls.Length > 0) return urls;

        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [ServiceStart.DefaultUrl];
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Kestrel listens on every address where the host is neither an IP address nor localhost.</summary>
    private static string OwnHost(string host) =>
        IPAddress.TryParse(host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? host : "localhost";

    /// <summary>The problem's own sentence where there is one.</summary>
    private static string Reason(HttpStatusCode status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { } sentence) return sentence;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Something else than MnistApi answered; its status says enough.
        }

        return $"it answered with status {(int)status}.";
    }
}
