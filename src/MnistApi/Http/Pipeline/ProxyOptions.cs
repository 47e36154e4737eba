using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace MnistApi.Http.Pipeline;

/// <summary>The settings for a proxy in front of the service.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxy";

    /// <summary>
    /// Paths of the service itself. With one of these as the path of the proxy, a request whose path the proxy has stripped would look like
    /// one with the path still in place.
    /// </summary>
    private static readonly string[] OwnPaths = ["/api", "/health", "/swagger", "/hangfire"];

    /// <value>
    /// The path under which the proxy publishes the service, such as /mnist. The proxy may strip it or pass it on. Default: none.
    /// </value>
    public string? PathBase { get; set; }

    /// <value>
    /// The addresses of the proxies whose X-Forwarded-* headers the service trusts, or networks such as 10.0.0.0/8. Default: none.
    /// </value>
    public IList<string> Trusted { get; set; } = [];

    /// <summary>Trusts the headers of the trusted proxies only, whatever number of them a request passes through.</summary>
    public ForwardedHeadersOptions ToForwardedHeaders()
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var trusted in Trusted)
        {
            if (IPAddress.TryParse(trusted, out var address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(IPNetwork.Parse(trusted));
        }

        return options;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PathBase is not null && !IsPathBase(PathBase))
        {
            yield return new ValidationResult(
                $"The path must begin with '/' and not end with it, and must not contain '?', '#', '\\' or '//', such as /mnist. "
                + $"It is '{PathBase}'.",
                [nameof(PathBase)]);
        }
        else if (PathBase is not null && Array.Find(OwnPaths, own => new PathString(PathBase).StartsWithSegments(own)) is { } taken)
        {
            yield return new ValidationResult(
                $"The path must not begin with {taken}, which is a path of the service itself. It is '{PathBase}'.",
                [nameof(PathBase)]);
        }

        foreach (var trusted in Trusted.Where(trusted => !IPAddress.TryParse(trusted, out _) && !IPNetwork.TryParse(trusted, out _)))
        {
            yield return new ValidationResult(
                $"A trusted proxy must be an IP address or a network, such as 10.0.0.7 or 10.0.0.0/8. It is '{trusted}'.",
                [nameof(Trusted)]);
        }
    }

    private static bool IsPathBase(string path) =>
        path.Length > 1
        && path[0] == '/'
        && path[^1] != '/'
        && !path.Contains("//", StringComparison.Ordinal)
        && path.AsSpan().IndexOfAny("?#\\") < 0;
}
