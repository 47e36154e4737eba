using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Names as they are in requests, and examples where the page may fill them in.</summary>
internal sealed class ParameterTexts : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        var described = (OpenApiParameter)parameter;
        if (described.In != ParameterLocation.Header) described.Name = JsonNamingPolicy.CamelCase.ConvertName(described.Name!);
        if (described.Schema is OpenApiSchema { AllOf: [var reference] }) described.Schema = reference; // The texts stand at the parameter.
        if (described.Schema is OpenApiSchema schema) schema.Examples = null;
        described.Required |= context.PropertyInfo?.IsDefined(typeof(RequiredAttribute)) == true;
        if (described.Required || described.Example is not { } example) return;

        // The page fills examples in: one that nobody asked for would hide most of a list.
        described.Example = null;
        if (described.Schema is OpenApiSchema { Type: JsonSchemaType.String } && !described.Description!.Contains($"{example}", StringComparison.Ordinal))
            described.Description += $" Such as `{example}`.";
    }
}
