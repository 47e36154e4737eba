using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Describes the body of a request if the handler reads the body itself, or if the type of the body does not describe it completely.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class DescribedBodyAttribute : Attribute
{
    /// <summary>The example detail of the problem <c>payloadTooLarge</c>; null for the detail of the limit of JSON bodies.</summary>
    public virtual string? TooLarge => null;

    public abstract OpenApiRequestBody Describe(OperationFilterContext context);
}

/// <summary>Adds the described bodies to their operations. The types describe the other bodies.</summary>
internal sealed class DescribedBodies : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<DescribedBodyAttribute>().FirstOrDefault() is { } body)
            operation.RequestBody = body.Describe(context);
        foreach (var content in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
        {
            // The referenced schema has the same description.
            if (content.Schema is OpenApiSchema { AllOf: [var reference] }) content.Schema = reference;
        }
    }
}
