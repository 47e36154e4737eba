using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace MnistApi.Http.OpenApi;

/// <summary>Writes the OpenAPI document to a file instead of serving: <c>--openapi docs/openapi.json</c>.</summary>
internal static class OpenApiFile
{
    private const string Option = "openapi";

    /// <returns>Whether that was asked for.</returns>
    [SuppressMessage("Usage", "ASP0014", Justification = "Routes are told to the API explorer when the service starts, and it does not start here.")]
    public static async Task<bool> TryWriteOpenApiFileAsync(this WebApplication app)
    {
        if (app.Configuration[Option] is not { Length: > 0 } file) return false;

        app.UseRouting().UseEndpoints(_ => { });
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiServices.DocumentName);
        await File.WriteAllTextAsync(file, await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0) + "\n");
        return true;
    }
}
