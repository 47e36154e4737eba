using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace MnistApi.Startup;

/// <summary>
/// The command <c>MnistApi.dll --health</c>. It asks the service that runs with the same settings whether it is ready. It is for
/// containers, whose images have no HTTP client. It does not open the database, and it loads no model and no native library.
/// </summary>
internal static class HealthProbe
{
    public const string Argument = "--health";

    /// <summary>
    /// The longest time to wait for the response. It exceeds the time of the readiness check while a model is being loaded (2 s), so the
    /// probe gets the response of the service.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="args">The arguments of the service, with <see cref="Argument"/>.</param>
    /// <returns>
    /// The exit code: 0 if the service is ready, 1 otherwise. The command prints one line with the result and the reason.
    /// </returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (isReady, line) = await ProbeAsync([.. args.Except([Argument])]);
        await (isReady ? Console.Out : Console.Error).WriteLineAsync(line);
        return isReady ? 0 : 1;
    }

    /// <summary>Finds the URL at which the service with these settings answers on its own machine.</summary>
    /// <returns>Whether there is such a URL. If not, the error is a sentence.</returns>
    public static bool TryFindAddress(
        IConfiguration configuration, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? error)
    {
        (address, error) = (null, null);
        var configured = ConfiguredAddresses(configuration);

        // Plain HTTP comes first, because it needs no certificate.
        var text = configured.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ?? configured[0];
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(text);
        }
        catch (FormatException e)
        {
            error = $"Its address is not valid: {e.Message}";
            return false;
        }

        if (binding.IsUnixPipe || binding.IsNamedPipe)
            error = $"Its address {text} is not a network address, but {Argument} needs one.";
        else if (binding.Port is < 1 or > IPEndPoint.MaxPort)
            error = $"Its address {text} has no fixed port from 1 to {IPEndPoint.MaxPort}, but {Argument} needs one.";
        if (error is not null) return false;

        address = new UriBuilder(binding.Scheme, OwnHost(binding.Host), binding.Port, $"{binding.PathBase}/health/ready").Uri;
        return true;
    }

    private static async Task<(bool IsReady, string Line)> ProbeAsync(string[] args)
    {
        try
        {
            // The builder of the service reads the settings from the same sources. The application is never built.
            var configuration = ServiceStart.CreateBuilder(args).Configuration;
            return TryFindAddress(configuration, out var address, out var error)
                ? await ProbeAsync(address)
                : (false, $"The readiness of MnistApi cannot be checked. {error}");
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException)
        {
            return (false, $"The readiness of MnistApi cannot be checked. A setting is not valid: {e.Message}");
        }
    }

    private static async Task<(bool IsReady, string Line)> ProbeAsync(Uri address)
    {
        // The request stays on the machine, so it uses no proxy. The certificate of the service is usually not for localhost, so it is not
        // checked.
        using var handler = new HttpClientHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(address);
            if (response.StatusCode == HttpStatusCode.OK) return (true, $"MnistApi is ready at {address}.");

            var body = await response.Content.ReadAsStringAsync();
            return (false, $"MnistApi is not ready at {address}: {Reason(response.StatusCode, body)}");
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

    /// <summary>
    /// The addresses in the precedence of Kestrel: its endpoints, then URLs, then ports, then the default of the service.
    /// </summary>
    private static string[] ConfiguredAddresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>()
            .ToArray();
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

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// The host to send the request to. Kestrel listens on all addresses if the host is neither an IP address nor localhost.
    /// </summary>
    private static string OwnHost(string host) =>
        IPAddress.TryParse(host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? host : "localhost";

    /// <summary>The detail of the problem, or the status if the body is not a problem.</summary>
    private static string Reason(HttpStatusCode status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { } sentence) return sentence;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Another program has answered. Its status is enough.
        }

        return $"it answered with status {(int)status}.";
    }
}
