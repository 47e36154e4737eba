namespace MnistApi.Http.Errors;

/// <summary>
/// Lists the problems that a handler can answer with, for the OpenAPI document. Problems that every route can answer with are added automatically.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal class ProducesProblemsAttribute(params ProblemCode[] codes) : Attribute
{
    public IReadOnlyList<ProblemCode> Codes { get; } = codes;
}
