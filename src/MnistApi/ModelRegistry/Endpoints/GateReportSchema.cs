using Microsoft.OpenApi;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>Describes the additional field of problems with the code <c>gateFailed</c>.</summary>
internal sealed class GateReportSchema : ISchemaFilter
{
    /// <summary>The name of the field.</summary>
    public const string Field = "report";

    /// <summary>The last field of every problem.</summary>
    private const string Last = "traceId";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(Problem) || schema is not OpenApiSchema { Properties: { } properties }) return;
        properties.Remove(Last, out var last);
        properties[Field] = new OpenApiSchema
        {
            AllOf = [context.SchemaGenerator.GenerateSchema(typeof(GateReport), context.SchemaRepository)],
            Type = JsonSchemaType.Null,
            Description = "The result of the gate in front of the alias. Only `gateFailed` has it.",
        };
        properties[Last] = last!;
    }
}
