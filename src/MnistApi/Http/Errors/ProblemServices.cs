namespace MnistApi.Http.Errors;

/// <summary>Makes every error response a problem with a code, including those of the framework.</summary>
internal static class ProblemServices
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // Before that of the framework, so that it comes first.
        services.AddProblemDetails();
        services.AddExceptionHandler<RequestExceptionHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        // The handler logs the errors of the service. The errors of clients are not logged.
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages();
    }
}
