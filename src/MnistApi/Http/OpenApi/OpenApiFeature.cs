using MnistApi.Http.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>The contribution of a feature to the OpenAPI document. Each feature registers one as a singleton.</summary>
/// <param name="Order">The position of the operations in the document; lower comes first.</param>
/// <param name="Tag">The name of the group of operations.</param>
/// <param name="Text">A sentence that describes the group.</param>
/// <param name="Examples">Examples of contracts: at most one instance of each type.</param>
internal sealed record OpenApiFeature(int Order, string Tag, string Text, params IReadOnlyList<object> Examples)
{
    /// <summary>The example of a response with the status 202; null if no operation has one.</summary>
    public AcceptedExample? Accepted { get; init; }

    /// <summary>The examples of problems that need data of the feature.</summary>
    public IReadOnlyList<ProblemExample> Problems { get; init; } = [];

    /// <summary>A filter that adds to the schemas of contracts; null if there is none.</summary>
    public ISchemaFilter? SchemaFilter { get; init; }
}

/// <summary>An example of a response with the status 202.</summary>
/// <param name="Value">A new instance of the contract.</param>
/// <param name="Location">The URL of the instance.</param>
internal sealed record AcceptedExample(object Value, string Location);

/// <summary>An example of a problem.</summary>
/// <param name="Detail">The detail of the problem.</param>
/// <param name="Extension">The additional field of problems with this code, and its value; null if they have none.</param>
internal sealed record ProblemExample(ProblemCode Code, string Detail, (string Name, object Value)? Extension = null);
