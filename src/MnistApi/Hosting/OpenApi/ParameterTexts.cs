using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Hosting.OpenApi;

/// <summary>Names as they are in requests, and examples where the page may fill them in.</summary>
internal sealed class ParameterTexts : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        var described = (OpenApiParameter)parameter;
        if (described.In != ParameterLocation.Header) described.Name = JsonNamingPolicy.CamelCase.ConvertName(described.Name!);
#pragma warning disable CS0618 // Its successor, examples, is not in OpenAPI 3.0.
        if (described.Schema is OpenApiSchema schema) schema.Example = null; // The parameter has it.
#pragma warning restore CS0618
        if (described.Required || described.Example is null) return;

        // The page fills examples in: one that nobody asked for would hide most of a list.
        described.Description = $"{described.Description} Such as `{described.Example}`.";
        described.Example = null;
    }
}
