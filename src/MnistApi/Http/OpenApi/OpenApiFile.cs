using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace MnistApi.Http.OpenApi;

/// <summary>Writes the OpenAPI document to a file instead of starting the service: <c>--openapi docs/openapi.json</c>.</summary>
internal static class OpenApiFile
{
    private const string Option = "openapi";

    /// <summary>Writes the file if the command line asks for it.</summary>
    /// <returns>Whether the command line asks for it.</returns>
    [SuppressMessage(
        "Usage",
        "ASP0014",
        Justification = "The API explorer gets the routes when the service starts, but here the service does not start.")]
    public static async Task<bool> TryWriteOpenApiFileAsync(this WebApplication app)
    {
        if (app.Configuration[Option] is not { Length: > 0 } file) return false;

        app.UseRouting().UseEndpoints(_ => { });
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiServices.DocumentName);
        await File.WriteAllTextAsync(file, await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0) + "\n");
        return true;
    }
}
