using System.Text.Json;
using Microsoft.OpenApi;
using MnistApi.Http.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Shows an instance of each type that has one: written in C#, it cannot be of another shape than the answers.</summary>
internal sealed class SchemaExamples(IEnumerable<object> examples) : ISchemaFilter
{
    private readonly Dictionary<Type, object> _examples = examples.ToDictionary(example => example.GetType());

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is not null || context.ParameterInfo is not null || schema is not OpenApiSchema described) return;
        if (_examples.TryGetValue(context.Type, out var example)) described.Examples = [JsonSerializer.SerializeToNode(example, context.Type, ServiceJson.Options)!];
    }
}
