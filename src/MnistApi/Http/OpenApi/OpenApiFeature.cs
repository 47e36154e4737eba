using MnistApi.Http.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>What a feature contributes to the OpenAPI document. Each feature registers its own as a singleton.</summary>
/// <param name="Order">The place of its operations on the page.</param>
/// <param name="Tag">The group of its operations.</param>
/// <param name="Text">A sentence that says what the group is for.</param>
/// <param name="Examples">An instance of each contract that has an example.</param>
internal sealed record OpenApiFeature(int Order, string Tag, string Text, params IReadOnlyList<object> Examples)
{
    /// <summary>What the status 202 answers with: a new instance, and where it is. Null if no operation answers with that status.</summary>
    public AcceptedExample? Accepted { get; init; }

    /// <summary>Examples of problems that are better told with the feature's own data.</summary>
    public IReadOnlyList<ProblemExample> Problems { get; init; } = [];

    /// <summary>Completes schemas; null if those of the contracts are complete.</summary>
    public ISchemaFilter? SchemaFilter { get; init; }
}

/// <summary>An example of an answer with the status 202.</summary>
/// <param name="Value">A new instance of the contract.</param>
/// <param name="Location">Its address.</param>
internal sealed record AcceptedExample(object Value, string Location);

/// <summary>An example of a problem.</summary>
/// <param name="Detail">The problem's detail.</param>
/// <param name="Extension">A field that problems of this code have in addition, and its value.</param>
internal sealed record ProblemExample(ProblemCode Code, string Detail, (string Name, object Value)? Extension = null);
