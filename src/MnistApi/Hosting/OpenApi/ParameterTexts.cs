using System.ComponentModel.DataAnnotations;
using System.Reflection;
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
        if (described.Schema is OpenApiSchema schema) schema.Examples = null; // The parameter has it.
        described.Required |= context.PropertyInfo?.IsDefined(typeof(RequiredAttribute)) == true;
        if (described.Required || described.Example is null) return;

        // The page fills examples in: one that nobody asked for would hide most of a list.
        described.Description = $"{described.Description} Such as `{described.Example}`.";
        described.Example = null;
    }
}
