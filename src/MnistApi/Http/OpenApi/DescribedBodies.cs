using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Describes the body of a request that the handler reads by itself, or whose type says less than it takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class DescribedBodyAttribute : Attribute
{
    /// <summary>What the problem of a body that is too large says, where it is not the limit of JSON; null where it is.</summary>
    public virtual string? TooLarge => null;

    public abstract OpenApiRequestBody Describe(OperationFilterContext context);
}

/// <summary>Puts described bodies into their operations, and leaves the others as their types describe them.</summary>
internal sealed class DescribedBodies : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<DescribedBodyAttribute>().FirstOrDefault() is { } body)
            operation.RequestBody = body.Describe(context);
        foreach (var content in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            if (content.Schema is OpenApiSchema { AllOf: [var reference] }) content.Schema = reference; // Its type says the same.
    }
}
