using System.Net;
using Hangfire;
using Hangfire.Dashboard;

namespace MnistApi.Startup;

/// <summary>
/// The dashboard of Hangfire. It is read-only and accepts only requests from the machine of the service. Its buttons would delete or repeat
/// jobs, but a job only announces a run that waits; it is not the run. <c>POST /api/v1/training-runs/{id}/cancel</c> ends a run.
/// </summary>
internal static class Dashboard
{
    public const string Path = "/hangfire";

    public static void MapDashboard(this WebApplication app) => app.MapHangfireDashboard(Path, new DashboardOptions
    {
        Authorization = [new DirectRequestsOnly()],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
    });

    /// <summary>
    /// Accepts only requests that come directly from the machine of the service. A proxy on that machine is local too, so the filter
    /// refuses requests with signs of a proxy: its headers, the host name of another machine, and HTTP/1.0, which some proxies use but no
    /// browser does.
    /// </summary>
    private sealed class DirectRequestsOnly : IDashboardAuthorizationFilter
    {
        private static readonly string[] Prefixes = ["X-Forwarded", "X-Original-", "X-Envoy-", "CF-"];

        private static readonly string[] Names =
        [
            "Forwarded",
            "Via",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "True-Client-IP",
            "X-ProxyUser-Ip",
            "X-Remote-Addr",
        ];

        public bool Authorize(DashboardContext context)
        {
            var http = context.GetHttpContext();
            return http.Connection.RemoteIpAddress is { } address
                && IPAddress.IsLoopback(address)
                && IsOwnName(http.Request.Host.Host)
                && !HttpProtocol.IsHttp10(http.Request.Protocol)
                && !http.Request.Headers.Keys.Any(IsOfProxy);
        }

        private static bool IsOwnName(string host) =>
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

        private static bool IsOfProxy(string header) =>
            Names.Contains(header, StringComparer.OrdinalIgnoreCase)
            || Prefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
