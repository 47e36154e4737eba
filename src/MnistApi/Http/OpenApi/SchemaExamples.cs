using System.Text.Json;
using Microsoft.OpenApi;
using MnistApi.Http.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Adds examples to schemas. Each example is an instance of the contract, so it always has the structure of the responses.
/// </summary>
internal sealed class SchemaExamples(IEnumerable<object> examples) : ISchemaFilter
{
    private readonly Dictionary<Type, object> _examples = examples.ToDictionary(example => example.GetType());

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is not null || context.ParameterInfo is not null || schema is not OpenApiSchema described) return;
        if (_examples.TryGetValue(context.Type, out var example))
            described.Examples = [JsonSerializer.SerializeToNode(example, context.Type, ServiceJson.Options)!];
    }
}
