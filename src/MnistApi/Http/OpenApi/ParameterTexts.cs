using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Gives parameters their names in requests, and examples that the page may fill in.</summary>
internal sealed class ParameterTexts : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        var described = (OpenApiParameter)parameter;
        if (described.In != ParameterLocation.Header) described.Name = JsonNamingPolicy.CamelCase.ConvertName(described.Name!);

        // The parameter itself has the texts.
        if (described.Schema is OpenApiSchema { AllOf: [var reference] }) described.Schema = reference;
        if (described.Schema is OpenApiSchema schema) schema.Examples = null;
        described.Required |= context.PropertyInfo?.IsDefined(typeof(RequiredAttribute)) == true;
        if (described.Required || described.Example is not { } example) return;

        // The page fills in every example. The example of an optional filter would hide most items of a list.
        described.Example = null;
        var isDescribed = described.Description!.Contains($"{example}", StringComparison.Ordinal);
        if (described.Schema is OpenApiSchema { Type: JsonSchemaType.String } && !isDescribed)
            described.Description += $" Example: `{example}`.";
    }
}
