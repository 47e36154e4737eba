namespace MnistApi.Http.Errors;

/// <summary>The problems that a handler may answer with, for the OpenAPI document. Those of every route need not be named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class AnswersAttribute(params ProblemCode[] codes) : Attribute
{
    public IReadOnlyList<ProblemCode> Codes { get; } = codes;
}
