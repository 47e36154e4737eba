using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.Http.OpenApi;
using MnistApi.Http.Parameters;
using MnistApi.Http.Pipeline;
using MnistApi.Settings;

namespace MnistApi.Startup;

/// <summary>The services and the middleware that all features share.</summary>
internal static class HostingServices
{
    public static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.AddValidatedOptions<ProcessOptions>(section: null);
        services.AddValidatedOptions<ProxyOptions>(ProxyOptions.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddServiceJson();
        services.AddProblems();
        services.AddOpenApiDocument();
        services.AddSingleton(HealthEndpoints.Feature);
        services.Configure<HostOptions>(options =>
        {
            // A slow request must not use up the time that a run needs to stop.
            options.ServicesStopConcurrently = true;
            options.ShutdownTimeout = TimeSpan.FromSeconds(4);
        });
        return services;
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UseProxies();
        app.UseProblems();
        app.UseHeadRequests();
        app.UseRouting();
        app.UseEnumParameters();
        app.UseRequestBodies();
    }

    /// <summary>Maps the pages for people: the API documentation and the dashboard of Hangfire.</summary>
    public static void MapExploring(this WebApplication app)
    {
        app.UseOpenApiDocument();
        app.MapGet("/", () => TypedResults.Redirect("~/swagger")).ExcludeFromDescription();
        app.MapDashboard();
    }

    /// <summary>Creates the group of all routes of the API.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.AddEndpointFilter<SizedAnswers>();
        api.AddEndpointFilter<UnknownParameters>();
        api.AddEndpointFilter<ParameterBounds>();
        return api;
    }
}
