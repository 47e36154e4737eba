using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace MnistApi.Http.Pipeline;

/// <summary>What a proxy in front of the service does.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxy";

    /// <summary>A proxy that cuts its path off would leave a request for one of these that cannot be told from one that it did not cut.</summary>
    private static readonly string[] OwnPaths = ["/api", "/health", "/swagger", "/hangfire"];

    /// <value>The path under which the proxy publishes the service, such as /mnist, whether the proxy cuts it off or passes it on. Default: none.</value>
    public string? PathBase { get; set; }

    /// <value>Addresses, and networks such as 10.0.0.0/8, of the proxies whose X-Forwarded-* headers are believed. Default: none.</value>
    public IList<string> Trusted { get; set; } = [];

    /// <summary>Believes the trusted proxies, however many of them a request came through, and nobody else.</summary>
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
            yield return new ValidationResult($"A path must begin with '/', not end with it, and have no '?', '#' or '//', such as /mnist. It is '{PathBase}'.", [nameof(PathBase)]);
        else if (PathBase is not null && Array.Find(OwnPaths, own => new PathString(PathBase).StartsWithSegments(own)) is { } taken)
            yield return new ValidationResult($"A path must not begin with {taken}, which is a path of the service itself. It is '{PathBase}'.", [nameof(PathBase)]);
        foreach (var trusted in Trusted.Where(trusted => !IPAddress.TryParse(trusted, out _) && !IPNetwork.TryParse(trusted, out _)))
            yield return new ValidationResult($"A trusted proxy must be an IP address or a network, such as 10.0.0.7 or 10.0.0.0/8. It is '{trusted}'.", [nameof(Trusted)]);
    }

    private static bool IsPathBase(string path) =>
        path.Length > 1 && path[0] == '/' && path[^1] != '/' && !path.Contains("//", StringComparison.Ordinal) && path.AsSpan().IndexOfAny("?#\\") < 0;
}
