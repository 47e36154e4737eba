namespace MnistApi.Http.Errors;

/// <summary>Every error is a problem with a code, whoever found it.</summary>
internal static class ProblemServices
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // Before the framework's own, so that it is asked first.
        services.AddProblemDetails();
        services.AddExceptionHandler<RequestExceptionHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        // A bad request is the client's affair, and a fault is logged by our handler.
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages();
    }
}
