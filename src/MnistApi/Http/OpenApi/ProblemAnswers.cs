using System.Globalization;
using Microsoft.OpenApi;
using MnistApi.Http.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Writes the problems of an operation: those that its handler names, and those of every route.</summary>
internal sealed class ProblemAnswers(ProblemExamples examples) : IOperationFilter
{
    private const string ContentType = "application/problem+json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        foreach (var codes in CodesOf(operation, context).Distinct().Order().GroupBy(code => Problems.Of(code).Status))
        {
            operation.Responses![codes.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("\n\n", codes.Select(code => $"`{Problems.NameOf(code)}`: {Problems.Of(code).Title}")),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [ContentType] = new OpenApiMediaType
                    {
                        Schema = schema,
                        Examples = codes.ToDictionary(Problems.NameOf, code => examples.Of(code, context.ApiDescription.RelativePath!, code == ProblemCode.PayloadTooLarge ? TooLarge(context) : null)),
                    },
                },
            };
        }

        operation.Responses = InOrder(operation.Responses!);
    }

    private static IEnumerable<ProblemCode> CodesOf(OpenApiOperation operation, OperationFilterContext context)
    {
        var named = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ProducesProblemsAttribute>().SelectMany(answers => answers.Codes);
        // A query with an unknown parameter.
        ProblemCode[] ofApi = context.ApiDescription.RelativePath!.StartsWith("api/", StringComparison.Ordinal) ? [ProblemCode.ValidationFailed] : [];
        // The framework's own refusal: what must be in the request is not there, or its body cannot be read.
        var isMoreThanPath = operation.RequestBody is not null || operation.Parameters?.Any(parameter => parameter.Required && parameter.In != ParameterLocation.Path) == true;
        ProblemCode[] ofFramework = isMoreThanPath ? [ProblemCode.BadRequest] : [];
        return [.. named, .. ofApi, .. ofFramework, ProblemCode.InternalError, .. DatabaseProblems.Codes];
    }

    private static string? TooLarge(OperationFilterContext context) =>
        context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<DescribedBodyAttribute>().FirstOrDefault()?.TooLarge;

    private static OpenApiResponses InOrder(OpenApiResponses responses)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal)) ordered.Add(status, response);
        return ordered;
    }
}
