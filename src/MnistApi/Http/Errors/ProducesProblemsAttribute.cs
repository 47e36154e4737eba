namespace MnistApi.Http.Errors;

/// <summary>
/// Lists the problems that a handler can answer with, for the OpenAPI document. Every operation also gets the problems that are common to
/// all routes.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal class ProducesProblemsAttribute(params ProblemCode[] codes) : Attribute
{
    public IReadOnlyList<ProblemCode> Codes { get; } = codes;
}
