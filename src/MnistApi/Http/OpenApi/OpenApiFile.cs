using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace MnistApi.Http.OpenApi;

/// <summary>Writes the OpenAPI document to a file instead of starting the service: <c>--openapi docs/openapi.json</c>.</summary>
internal static class OpenApiFile
{
    private const string Option = "openapi";

    /// <summary>Whether the command line asks for the file.</summary>
    public static bool IsWanted(IConfiguration configuration) => configuration[Option] is { Length: > 0 };

    /// <summary>Writes the document of the mapped routes to the file that the command line names.</summary>
    [SuppressMessage(
        "Usage",
        "ASP0014",
        Justification = "The API explorer gets the routes when the service starts, but here the service does not start.")]
    public static async Task WriteOpenApiFileAsync(this WebApplication app)
    {
        app.UseRouting().UseEndpoints(_ => { });
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiServices.DocumentName);
        await File.WriteAllTextAsync(app.Configuration[Option]!, await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0) + "\n");
    }
}
